/**
 * A layer that sends one origin whoever asks.
 *
 * @module
 */
import { readOrigin } from '@marque/core'
import { allowedOrigin, type Observation } from '../../comparison/index.ts'
import { fields, isOriginDenied, resourceOf } from '../evidence.ts'
import type { Diagnosis } from '../layer-view.ts'

/**
 * At a resource, one origin is in every answer that has any, those to other origins included. A layer that sends its first origin to those that it does not
 * know, and each known one its own, is another case: nobody reads more.
 */
export const fixedOrigin: Diagnosis = ({ observations }) => {
  const sent = new Map<string, { readonly values: Set<string>; others: number; refused: number }>()
  for (const observation of observations) {
    if (!isJudged(observation)) continue
    const resource = resourceOf(observation)
    const known = sent.get(resource) ?? { values: new Set(), others: 0, refused: 0 }
    sent.set(resource, known)
    const value = sentOrigin(observation)
    if (value !== null) known.values.add(value)
    if (value !== null && value !== observation.probe.origin.value) known.others++
    if (value === null && isPlain(observation) && isOriginDenied(observation)) known.refused++
  }
  const fixed = new Set<string>()
  for (const [resource, { values, others, refused }] of sent) {
    const [only] = values
    const isOne = values.size === 1 && only !== undefined && readOrigin(only) !== undefined
    if (isOne && others > 0 && refused === 0) fixed.add(resource)
  }
  return ({ observation, facet }) => {
    if (!fixed.has(resourceOf(observation))) return false
    return facet === 'vary' || sentOrigin(observation) !== null
  }
}

function isJudged({ probe, answer }: Observation): boolean {
  return answer !== null && probe.origin.value !== null && probe.kind !== 'websocket'
}

/** A page's request that no error keeps from the headers. */
function isPlain({ probe, answer }: Observation): boolean {
  return probe.kind === 'actual' && answer !== null && answer.status < 400
}

function sentOrigin(observation: Observation): string | null {
  const read = fields(observation)
  return read === null ? null : allowedOrigin(read)
}
