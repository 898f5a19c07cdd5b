/**
 * Token buckets, each kept as one instant (generic cell rate algorithm).
 *
 * A bucket holds `limit + burst` tokens and is refilled by `limit` over each window, continuously: there is no start of a window at which all clients come back.
 * The stored instant is when the bucket is full again; a full bucket needs no storage.
 *
 * @module
 */
import type { RateLimitSettings } from '../config/index.ts'

/** A rate limit in the units of the algorithm. Times are milliseconds. */
export interface BucketRule {
  /** In `RateLimit` fields and storage keys; unique. */
  readonly name: string
  readonly by: RateLimitSettings['by']
  readonly limit: number
  readonly per: number
  /** Time in which one token is refilled. */
  readonly interval: number
  /** Time in which an empty bucket is refilled. */
  readonly span: number
}

export interface Bucket {
  readonly rule: BucketRule
  /** Of one client, subject, origin or tenant. */
  readonly key: string
}

/** The result of taking a token from a bucket. */
export interface BucketState {
  /** Whether the bucket is empty, so that the request exceeds the limit. */
  readonly isExceeded: boolean
  /** Milliseconds until the bucket is full, including this request if it was counted. */
  readonly untilFull: number
}

/** Stores buckets. */
export interface BucketStore {
  /** Takes a token from all buckets, or from none if one is empty. Never throws; settles within a bounded time. */
  take(buckets: readonly Bucket[]): readonly BucketState[] | Promise<readonly BucketState[]>
  close(): Promise<void>
}

/** Milliseconds of tolerance for rounding errors. */
export const TOLERANCE = 0.001

/** @throws {TypeError} The limit makes no sense. */
export function bucketRule(name: string, settings: RateLimitSettings): BucketRule {
  const { by, limit, per, burst } = settings
  if (!(limit >= 1 && per > 0 && burst >= 0)) {
    throw new TypeError(
      `invalid rate limit by ${by}: \`limit\` must be at least 1, \`per\` above 0 and \`burst\` not negative`,
    )
  }
  const interval = per / limit
  return { name, by, limit, per, interval, span: (limit + burst) * interval }
}

export function isExceeded({ interval, span }: BucketRule, untilFull: number): boolean {
  return untilFull + interval > span + TOLERANCE
}

/** Number of requests that the bucket still allows at once. */
export function remaining({ interval, span }: BucketRule, { untilFull }: BucketState): number {
  return Math.max(0, Math.floor((span - untilFull + TOLERANCE) / interval))
}

/** Milliseconds until an empty bucket allows a request. */
export function retryDelay({ interval, span }: BucketRule, { untilFull }: BucketState): number {
  return Math.max(0, untilFull + interval - span)
}
