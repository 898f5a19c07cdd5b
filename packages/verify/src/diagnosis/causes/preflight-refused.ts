/**
 * Granted preflights that the layer, or what is behind it, does not answer as one.
 *
 * @module
 */
import { linesOf, type Observation } from '../../comparison/index.ts'
import { decisionOf, statusOf } from '../evidence.ts'
import type { Diagnosis } from '../layer-view.ts'
import { refusedPart } from '../refused-part.ts'

export const preflightAuthenticated: Diagnosis =
  () =>
  ({ observation }) =>
    isGrantedPreflight(observation) && isChallenged(observation)

export const preflightRedirected: Diagnosis =
  () =>
  ({ observation }) => {
    const status = statusOf(observation)
    return isGrantedPreflight(observation) && status >= 300 && status <= 399
  }

/** A refusal of some methods or header names only is not about preflights. */
export const preflightNotAnswered: Diagnosis = (view) => {
  const part = refusedPart(view)
  return ({ observation }) =>
    isGrantedPreflight(observation) &&
    isUnanswered(statusOf(observation)) &&
    !isChallenged(observation) &&
    part(observation) === null
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
