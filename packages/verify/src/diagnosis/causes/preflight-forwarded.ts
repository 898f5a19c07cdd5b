/**
 * A granted preflight that reached the application.
 *
 * @module
 */
import { decisionOf } from '../evidence.ts'
import type { Diagnosis } from '../layer-view.ts'
import { unknownOrigins } from '../unknown-origins.ts'

/** Its ok answer lacks what a layer sets, or has what only an application sends. An origin that gets nothing else either is another case. */
export const preflightForwarded: Diagnosis = (view) => {
  const isUnknown = unknownOrigins(view)
  return ({ observation }) =>
    observation.differs.includes('author') &&
    decisionOf(observation)?.status === 204 &&
    !isUnknown(observation)
}
