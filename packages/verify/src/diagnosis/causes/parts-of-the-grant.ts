/**
 * One part of a granted answer.
 *
 * @module
 */
import { allowsCredentials, type Facet } from '../../comparison/index.ts'
import { decisionOf, fields, isGranted, isLetIn } from '../evidence.ts'
import type { Diagnosis, Difference } from '../layer-view.ts'
import { refusedPart } from '../refused-part.ts'

function hasCredentials({ observation }: Difference): boolean {
  const read = fields(observation)
  return read !== null && allowsCredentials(read)
}

/** Also where a request with a cookie may not be read, and is. */
export const credentialsLeaked: Diagnosis = () => (difference) => {
  const { observation, facet } = difference
  if (!hasCredentials(difference)) return false
  return (
    facet === 'allow-credentials' ||
    (decisionOf(observation)?.reason === 'credentials-not-granted' && isLetIn(observation))
  )
}

export const credentialsMissing: Diagnosis = () => (difference) =>
  difference.facet === 'allow-credentials' && !hasCredentials(difference)

/** Also requests that are let in, or refused, for their method alone. */
export const methodsDiffer: Diagnosis = part('allow-methods', 'method-not-granted', 'method')

/** Also preflights that are let in, or refused, for their header names alone. */
export const requestHeadersDiffer: Diagnosis = part(
  'allow-headers',
  'headers-not-granted',
  'headers',
)

function part(own: Facet, reason: string, refused: 'method' | 'headers'): Diagnosis {
  return (view) => {
    const refusedFor = refusedPart(view)
    return ({ observation, facet }) => {
      if (isGranted(observation) && facet === own) return true
      if (decisionOf(observation)?.reason === reason && isLetIn(observation)) return true
      return refusedFor(observation) === refused
    }
  }
}

export const exposedHeadersDiffer: Diagnosis =
  () =>
  ({ facet }) =>
    facet === 'expose-headers'

export const maxAgeDiffers: Diagnosis =
  () =>
  ({ observation, facet }) =>
    facet === 'max-age' && isGranted(observation)
