/**
 * A layer that sends `*` beside Access-Control-Allow-Credentials.
 *
 * @module
 */
import { allowedOrigin, type Observation } from '../../comparison/index.ts'
import { fields, resourceOf } from '../evidence.ts'
import type { Diagnosis } from '../layer-view.ts'

/** Browsers refuse the pair for requests with credentials, and give every origin the rest. Such a layer needs no Vary. */
export const wildcardWithCredentials: Diagnosis = ({ observations }) => {
  const found = new Set<string>()
  for (const observation of observations) {
    const credentials = fields(observation)?.allowCredentials.includes('true')
    if (isWildcard(observation) && credentials === true) found.add(resourceOf(observation))
  }
  return ({ observation, facet }) =>
    found.has(resourceOf(observation)) && (facet === 'vary' || isWildcard(observation))
}

function isWildcard(observation: Observation): boolean {
  const read = fields(observation)
  return read !== null && allowedOrigin(read) === '*'
}
