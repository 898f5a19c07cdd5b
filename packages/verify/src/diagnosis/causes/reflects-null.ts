/**
 * A layer that echoes `null`.
 *
 * @module
 */
import { isDenied, isEcho, statusOf } from '../evidence.ts'
import type { Diagnosis } from '../layer-view.ts'

/** Sandboxed frames of any site send `Origin: null`. */
export const reflectsNull: Diagnosis =
  () =>
  ({ observation }) =>
    observation.probe.origin.value === 'null' &&
    isDenied(observation) &&
    (isEcho(observation) || statusOf(observation) === 101)
