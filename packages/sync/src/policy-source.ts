/**
 * Where a layer gets its policy from, whatever that is: a file, a URL, a bundle in the program.
 *
 * @module
 */
import type { Engine, Moment } from '@marque/core'
import type { SyncProblem } from './sync-problem.ts'
import type { VerifiedBundle } from './verified-bundle.ts'

/**
 * A policy that may renew itself. A request reads `engine` once and decides wholly from it: a swap never shows halfway.
 */
export interface PolicySource {
  /** Null until the first bundle: then nothing is granted (`no-policy`). */
  readonly engine: Engine | null
  /** The bundle behind the engine. */
  readonly held: VerifiedBundle | null
  /** This instant, with the lease and the measures that hold in it. */
  moment(): Moment
  /** Calls `listener` at each event from now on; the function that comes back ends that. A listener that throws harms nobody else. */
  onEvent(listener: (event: SyncEvent) => void): () => void
  /** Stops renewing. What is held stays. */
  close(): Promise<void>
}

export type SyncEvent =
  /** A bundle was swapped in. */
  | {
      readonly type: 'swapped'
      readonly held: VerifiedBundle
      readonly from: 'start' | 'renewal' | 'disk'
    }
  /** What came was not taken, and what is held stays. */
  | { readonly type: 'rejected'; readonly problem: SyncProblem }
  /** The source answered that nothing is new. */
  | { readonly type: 'unchanged' }
  | { readonly type: 'lease'; readonly leaseUntil: number }
  /** The store failed. The bundle serves, but a restart would not have it. */
  | { readonly type: 'not-persisted'; readonly message: string }
  /** The wall clock is not believed any more, or is again. */
  | { readonly type: 'clock'; readonly isBelieved: boolean }

/** Tells listeners of events. */
export interface Announcer {
  tell(event: SyncEvent): void
  onEvent(listener: (event: SyncEvent) => void): () => void
}

export function newAnnouncer(): Announcer {
  const listeners = new Set<(event: SyncEvent) => void>()
  return {
    tell(event) {
      for (const listener of listeners) {
        try {
          listener(event)
        } catch {
          // A log that fails must not keep a policy from being renewed.
        }
      }
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
