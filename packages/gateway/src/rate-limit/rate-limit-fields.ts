/**
 * Header fields about rate limits: `RateLimit-Policy`, `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10) and `Retry-After` (RFC 9110, 10.2.3).
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import {
  type Bucket,
  type BucketRule,
  type BucketState,
  remaining,
  retryDelay,
} from './token-bucket.ts'

/**
 * `q` is the limit and `w` its window, without the burst; `r` is what is allowed at once, at most `q`: clients take a larger one for an error; `t` is the time until the bucket is full, or that of
 * `Retry-After` if it is empty. The counted key is not revealed.
 */
export function rateLimitFields(
  buckets: readonly Bucket[],
  states: readonly BucketState[],
): HeaderLine[] {
  if (buckets.length === 0) return []
  const lines: HeaderLine[] = [
    ['ratelimit-policy', buckets.map(({ rule }) => policyItem(rule)).join(', ')],
    ['ratelimit', buckets.map(({ rule }, at) => stateItem(rule, states[at] ?? FULL)).join(', ')],
  ]
  const delays = buckets.flatMap(({ rule }, at) => {
    const state = states[at] ?? FULL
    return state.isExceeded ? [seconds(retryDelay(rule, state))] : []
  })
  if (delays.length > 0) lines.push(['retry-after', String(Math.max(1, ...delays))])
  return lines
}

const FULL: BucketState = { isExceeded: false, untilFull: 0 }

function policyItem({ name, limit, per }: BucketRule): string {
  return `"${name}";q=${limit};w=${seconds(per)}`
}

function stateItem(rule: BucketRule, state: BucketState): string {
  if (state.isExceeded)
    return `"${rule.name}";r=0;t=${Math.max(1, seconds(retryDelay(rule, state)))}`
  const available = Math.min(rule.limit, remaining(rule, state))
  return `"${rule.name}";r=${available};t=${seconds(state.untilFull)}`
}

function seconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1_000)
}
