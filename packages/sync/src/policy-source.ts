/**
 * Where a layer gets its policy from: a file, a URL, a bundle in the program.
 *
 * @module
 */
import type { Engine, Moment } from '@marque/core'
import type { SyncProblem } from './sync-problem.ts'
import type { VerifiedBundle } from './verified-bundle.ts'

/**
 * A policy that may change. A request reads `engine` once and uses it throughout, so that a change never applies halfway.
 */
export interface PolicySource {
  /** Null until the first bundle has been accepted; until then nothing is granted (`no-policy`). */
  readonly engine: Engine | null
  /** The bundle of the engine. */
  readonly held: VerifiedBundle | null
  /** The current time, lease, lockdowns and revoked tokens. */
  moment(): Moment
  /** Calls `listener` with each later event. Exceptions of a listener are ignored. Returns a function that removes it. */
  onEvent(listener: (event: SyncEvent) => void): () => void
  /** Stops updating. The policy stays in force. */
  close(): Promise<void>
}

/** Whether the lease ended so long ago that some resource is answered more strictly. */
export function isStale(source: PolicySource): boolean {
  const { held } = source
  const { now, leaseUntil } = source.moment()
  if (held === null || leaseUntil === undefined) return false
  return Object.values(held.bundle.staleAfter).some(
    (after) => after !== null && now >= leaseUntil + after,
  )
}

export type SyncEvent =
  /** A bundle was put in force. */
  | {
      readonly type: 'swapped'
      readonly held: VerifiedBundle
      readonly from: 'start' | 'renewal' | 'disk'
    }
  /** A bundle or lease was rejected; the previous one stays in force. */
  | { readonly type: 'rejected'; readonly of: 'bundle' | 'lease'; readonly problem: SyncProblem }
  /** The source has nothing new. */
  | { readonly type: 'unchanged' }
  | { readonly type: 'lease'; readonly leaseUntil: number }
  /** The store failed. The bundle is in force, but a restart would not find it. */
  | { readonly type: 'not-persisted'; readonly message: string }
  /** The wall clock has become trusted or untrusted. */
  | { readonly type: 'clock'; readonly isTrusted: boolean }

/** The listeners of a source. */
export interface SyncEvents {
  emit(event: SyncEvent): void
  onEvent(listener: (event: SyncEvent) => void): () => void
}

export function newSyncEvents(): SyncEvents {
  const listeners = new Set<(event: SyncEvent) => void>()
  return {
    emit(event) {
      for (const listener of listeners) {
        try {
          listener(event)
        } catch {
          // A failing logger must not stop updates.
        }
      }
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
