/**
 * Why a bundle or a lease was not taken. The one held before stays.
 *
 * @module
 */

/** Every code, with what it says. */
export const SYNC_PROBLEMS = {
  ERR_SYNC_UNREACHABLE: 'nobody answered, or not in time, or not with 200 or 304',
  ERR_SYNC_UNREADABLE: 'the file could not be read',
  ERR_SYNC_TOO_LARGE: 'more bytes than the limit',
  ERR_SYNC_UNSIGNED: 'no signature came, and keys are configured',
  ERR_SYNC_SIGNATURE:
    'the signature cannot be read, its key is not trusted for this, or it does not verify',
  ERR_SYNC_FOREIGN: 'signed for another tenant or environment',
  ERR_SYNC_REPLAYED: 'older than what this layer has had from the same key',
  ERR_SYNC_REFUSED: 'the signature is good and the content is not',
  ERR_SYNC_SELF_TEST: "the engine decides the bundle's own cases otherwise than the bundle says",
} as const

export type SyncProblemCode = keyof typeof SYNC_PROBLEMS

/** One reason, for logs and for the answer to whoever distributes. */
export interface SyncProblem {
  readonly code: SyncProblemCode
  /** Lower-case start, no final period. */
  readonly message: string
  /** What the reader of the content said, as findings; shown to the operator and sent nowhere. */
  readonly detail?: unknown
}

/** Thrown where a source cannot even start. */
export class SyncError extends Error {
  readonly code: SyncProblemCode
  readonly detail: unknown

  constructor({ code, message, detail }: SyncProblem) {
    super(message)
    this.name = 'SyncError'
    this.code = code
    this.detail = detail
  }
}

/** Tells a problem from a result: no result has a text `code` that starts so. */
export function isSyncProblem(value: object): value is SyncProblem {
  return 'code' in value && typeof value.code === 'string' && value.code.startsWith('ERR_SYNC_')
}
