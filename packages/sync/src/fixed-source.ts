/**
 * A policy source that never changes: a bundle in the program.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { trustLocal } from './accept.ts'
import { SYSTEM_CLOCK } from './clock-guard.ts'
import type { PolicySource } from './policy-source.ts'
import { isSyncProblem, SyncError } from './sync-problem.ts'

/**
 * Decides from one bundle for as long as the process lives.
 *
 * @throws {SyncError} `ERR_SYNC_SELF_TEST`: this engine decides a vector of the bundle differently.
 */
export function fixedSource(bundle: Bundle): PolicySource {
  const held = trustLocal(bundle)
  if (isSyncProblem(held)) throw new SyncError(held)
  return {
    engine: held.engine,
    held,
    moment: () => ({ now: SYSTEM_CLOCK.wall() }),
    onEvent: () => () => undefined,
    close: async () => undefined,
  }
}
