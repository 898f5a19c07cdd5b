/**
 * A written list of origins as the bundle holds it: sorted, without doubles, without what a pattern of the same list covers.
 *
 * @module
 */
import type { OriginList } from '@marque/core'
import type { ModelOrigin } from '../read/index.ts'
import { coverageOf } from './coverage.ts'
import { sortedUnique } from './sorted.ts'

/**
 * Compiles one list. All its entries end together, so a covered entry adds nothing at any time.
 *
 * Linear in the number of entries where they come sorted, `n log n` where they do not.
 *
 * @param until Epoch milliseconds, or null where the list has no end.
 *
 * @example
 * `https://a.b.example.com` and `https://*.b.example.com` beside `https://*.example.com`: only the last one stays.
 */
export function originListOf(allow: readonly ModelOrigin[], until: number | null): OriginList {
  const coverage = coverageOf(allow)
  const exact: string[] = []
  const patterns: string[] = []
  for (const { text, exact: origin, pattern } of allow) {
    if (origin !== null) {
      if (!coverage.coversOrigin(origin)) exact.push(text)
    } else if (pattern !== null && !coverage.coversPattern(pattern)) patterns.push(text)
  }
  return { exact: sortedUnique(exact), patterns: sortedUnique(patterns), until }
}
