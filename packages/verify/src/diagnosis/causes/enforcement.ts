/**
 * Requests that had to be refused and were not.
 *
 * @module
 */
import { decisionOf, isDenied, isLetIn, statusOf } from '../evidence.ts'
import type { Diagnosis } from '../layer-view.ts'

export const websocketOpen: Diagnosis =
  () =>
  ({ observation }) =>
    observation.probe.kind === 'websocket' && isDenied(observation) && statusOf(observation) === 101

/** `enforce: block` and `isolate`. Where the answer can be read as well, too much is granted. */
export const notBlocked: Diagnosis =
  () =>
  ({ observation, facet }) => {
    const decision = decisionOf(observation)
    return (
      facet === 'status' &&
      decision?.status === 403 &&
      decision.kind !== 'preflight' &&
      decision.kind !== 'websocket' &&
      !isLetIn(observation)
    )
  }

/** D23. */
export const pathConfused: Diagnosis =
  () =>
  ({ observation }) =>
    decisionOf(observation)?.reason === 'path-ambiguous'
