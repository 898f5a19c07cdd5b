/**
 * Granted preflights that the layer, or what is behind it, does not answer as one.
 *
 * @module
 */
import { linesOf, type Observation } from '../../comparison/index.ts'
import { decisionOf, resourceOf, statusOf } from '../evidence.ts'
import type { Diagnosis } from '../layer-view.ts'
import { refusedPart } from '../refused-part.ts'
import { unknownOrigins } from '../unknown-origins.ts'

/** A layer that asks for a login before anything else does so without headers at other requests too. */
export const preflightAuthenticated: Diagnosis = before(isChallenged)

/** A layer that redirects before anything else, likewise. */
export const preflightRedirected: Diagnosis = before(
  (observation) => statusOf(observation) >= 300 && statusOf(observation) <= 399,
)

/** Granted preflights show it at a resource; then it explains every answer of that form there, and to every OPTIONS elsewhere. */
function before(isOne: (observation: Observation) => boolean): Diagnosis {
  return ({ observations }) => {
    const shown = new Set(
      observations.flatMap((observation) =>
        isGrantedPreflight(observation) && isOne(observation) ? [resourceOf(observation)] : [],
      ),
    )
    return ({ observation }) => {
      const isOptions = observation.probe.method === 'OPTIONS' && shown.size > 0
      return (isOptions || shown.has(resourceOf(observation))) && isOne(observation)
    }
  }
}

/**
 * A refusal of some methods or header names only is not about preflights, nor is one of an origin that gets nothing else either. Another OPTIONS is refused
 * in the same way.
 */
export const preflightNotAnswered: Diagnosis = (view) => {
  const part = refusedPart(view)
  const isUnknown = unknownOrigins(view)
  const isRefused = (observation: Observation): boolean =>
    isGrantedPreflight(observation) &&
    isUnanswered(statusOf(observation)) &&
    !isChallenged(observation) &&
    !isUnknown(observation) &&
    part(observation) === null
  const statuses = new Set(view.observations.filter(isRefused).map(statusOf))
  return ({ observation }) =>
    isRefused(observation) ||
    (observation.probe.kind === 'options' && statuses.has(statusOf(observation)))
}

function isUnanswered(status: number): boolean {
  return status === 403 || status === 404 || status === 405 || status >= 500
}

function isChallenged({ answer }: Observation): boolean {
  if (answer === null) return false
  if (answer.status === 401 || answer.status === 407) return true
  return answer.status === 403 && linesOf(answer, 'www-authenticate').length > 0
}

function isGrantedPreflight(observation: Observation): boolean {
  return observation.probe.kind === 'preflight' && decisionOf(observation)?.status === 204
}
