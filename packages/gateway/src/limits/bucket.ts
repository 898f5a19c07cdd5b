/**
 * The way of counting: a token bucket, kept as one instant (the generic cell rate algorithm).
 *
 * A bucket holds `limit + burst` and gets `limit` back in each window, evenly: no window begins at which everybody comes at once. What it keeps is the instant at
 * which it is full again; nothing needs to be kept of a full one.
 *
 * @module
 */
import type { RateLimitSettings } from '../settings/settings.ts'

/** A limit, ready for use. Milliseconds. */
export interface Rule {
  /** In `RateLimit` fields and keys; unique. */
  readonly name: string
  readonly by: RateLimitSettings['by']
  readonly limit: number
  readonly per: number
  /** What one request costs. */
  readonly interval: number
  /** What a full bucket holds. */
  readonly span: number
}

/** What one request is counted in. */
export interface Bucket {
  readonly rule: Rule
  /** Of one client, subject, origin or tenant. */
  readonly key: string
}

/** What a bucket says to one request. */
export interface Taken {
  readonly isOver: boolean
  /** Milliseconds until the bucket is full, with this request counted where it was let through. */
  readonly ahead: number
}

/** Keeps buckets. */
export interface Store {
  /** Counts a request in all of them, or, where one is over, in none. Never throws, and answers within a bounded time. */
  take(buckets: readonly Bucket[]): readonly Taken[] | Promise<readonly Taken[]>
  close(): Promise<void>
}

/** Milliseconds: sums of fractions are not exact. */
export const SLACK = 0.001

export function ruleOf(name: string, settings: RateLimitSettings): Rule {
  const { by, limit, per, burst } = settings
  if (!(limit >= 1 && per > 0 && burst >= 0)) {
    throw new TypeError(`the limit by ${by} needs a number of requests and a window above 0`)
  }
  const interval = per / limit
  return { name, by, limit, per, interval, span: (limit + burst) * interval }
}

export function isOver({ interval, span }: Rule, ahead: number): boolean {
  return ahead + interval > span + SLACK
}

/** Requests that a bucket still lets through at once. */
export function remaining({ interval, span }: Rule, { ahead }: Taken): number {
  return Math.max(0, Math.floor((span - ahead + SLACK) / interval))
}

/** Milliseconds until a bucket that is over lets one request through. */
export function waitOf({ interval, span }: Rule, { ahead }: Taken): number {
  return Math.max(0, ahead + interval - span)
}
