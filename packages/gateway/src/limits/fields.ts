/**
 * What is said of limits: `RateLimit-Policy`, `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10) and `Retry-After` (RFC 9110, 10.2.3).
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import { type Bucket, type Rule, remaining, type Taken, waitOf } from './bucket.ts'

/**
 * `q` is the limit and `w` its window, without the burst; `r` is what may come at once, so it can be more than `q`; `t` is when the bucket is full, and the same instant as
 * Retry-After where it is over. Which key is counted is not said.
 */
export function limitLines(buckets: readonly Bucket[], taken: readonly Taken[]): HeaderLine[] {
  if (buckets.length === 0) return []
  const lines: HeaderLine[] = [
    ['ratelimit-policy', buckets.map(({ rule }) => policyOf(rule)).join(', ')],
    ['ratelimit', buckets.map(({ rule }, at) => stateOf(rule, taken[at] ?? NOTHING)).join(', ')],
  ]
  const waits = buckets.flatMap(({ rule }, at) => {
    const one = taken[at] ?? NOTHING
    return one.isOver ? [seconds(waitOf(rule, one))] : []
  })
  if (waits.length > 0) lines.push(['retry-after', String(Math.max(1, ...waits))])
  return lines
}

const NOTHING: Taken = { isOver: false, ahead: 0 }

function policyOf({ name, limit, per }: Rule): string {
  return `"${name}";q=${limit};w=${seconds(per)}`
}

function stateOf(rule: Rule, taken: Taken): string {
  if (taken.isOver) return `"${rule.name}";r=0;t=${Math.max(1, seconds(waitOf(rule, taken)))}`
  return `"${rule.name}";r=${remaining(rule, taken)};t=${seconds(taken.ahead)}`
}

function seconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1_000)
}
