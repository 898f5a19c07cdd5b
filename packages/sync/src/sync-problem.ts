/**
 * Why a bundle or a lease was rejected. The previous one stays in force.
 *
 * @module
 */

/** Every code with its meaning. */
export const SYNC_PROBLEMS = {
  ERR_SYNC_UNREACHABLE: 'no response, none in time, or another status than 200 and 304',
  ERR_SYNC_UNREADABLE: 'the file could not be read',
  ERR_SYNC_TOO_LARGE: 'larger than the limit',
  ERR_SYNC_UNSIGNED: 'the signature is missing',
  ERR_SYNC_SIGNATURE:
    'the signature is malformed, its key is not trusted for this purpose, or it does not verify',
  ERR_SYNC_FOREIGN: 'signed for another tenant or environment',
  ERR_SYNC_REPLAYED: 'older than what was accepted before from the same key',
  ERR_SYNC_REFUSED: 'the content is invalid',
  ERR_SYNC_SELF_TEST: 'this engine decides a vector of the bundle differently',
} as const

export type SyncProblemCode = keyof typeof SYNC_PROBLEMS

/** One reason, for logs and reports. */
export interface SyncProblem {
  readonly code: SyncProblemCode
  /** Lower-case start, no final period. */
  readonly message: string
  /** Details of invalid content (findings, a bundle problem); for the operator only, never sent over the network. */
  readonly detail?: unknown
}

/** Thrown if a source cannot start. */
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

/** Distinguishes a problem from a result, which never has such a `code`. */
export function isSyncProblem(value: object): value is SyncProblem {
  return 'code' in value && typeof value.code === 'string' && value.code.startsWith('ERR_SYNC_')
}
