/**
 * A granted preflight that reached the application.
 *
 * @module
 */
import { decisionOf } from '../evidence.ts'
import type { Diagnosis } from '../layer-view.ts'

/** Its ok answer lacks what a layer sets, or has what only an application sends. */
export const preflightForwarded: Diagnosis =
  () =>
  ({ observation }) =>
    observation.differs.includes('author') && decisionOf(observation)?.status === 204
