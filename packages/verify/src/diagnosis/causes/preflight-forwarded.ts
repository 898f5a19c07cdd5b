/**
 * A granted preflight that reached the application.
 *
 * @module
 */
import type { Observation } from '../../comparison/index.ts'
import { isGranted, statusOf } from '../evidence.ts'
import type { Diagnosis } from '../layer-view.ts'
import { unknownOrigins } from '../unknown-origins.ts'

/**
 * Its ok answer lacks what a layer sets, or has what only an application sends. Where that is shown, the application also answers those that it has no route
 * for. An origin that gets nothing else either is another case.
 */
export const preflightForwarded: Diagnosis = (view) => {
  const isUnknown = unknownOrigins(view)
  const isForwarded = (observation: Observation): boolean =>
    observation.differs.includes('author') && isGranted(observation) && !isUnknown(observation)
  const isShown = view.observations.some(isForwarded)
  return ({ observation }) => {
    if (!isShown || observation.probe.kind !== 'preflight' || !isGranted(observation)) return false
    const status = statusOf(observation)
    return isForwarded(observation) || status === 404 || status === 405 || status >= 500
  }
}
