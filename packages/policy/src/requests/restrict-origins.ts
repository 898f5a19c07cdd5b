/**
 * A bundle with the lists cut down to some origins.
 *
 * @module
 */
import type { Bundle, OriginList } from '@marque/core'
import { patternsMatching } from './sample-origins.ts'

/**
 * Keeps of every list what matches one of `origins`. Requests of these origins are decided as by the whole bundle.
 *
 * @param bundle Its lists are sorted: the cost is one binary search for each list and origin.
 */
export function restrictOrigins(bundle: Bundle, origins: readonly string[]): Bundle {
  const exact = [...origins].sort()
  const patterns = [...new Set(origins.flatMap(patternsMatching))].sort()
  const restricted = (lists: Bundle['sets']): Bundle['sets'] =>
    Object.fromEntries(
      Object.entries(lists).map(([name, list]): [string, OriginList] => [
        name,
        {
          exact: exact.filter((text) => holds(list.exact, text)),
          patterns: patterns.filter((text) => holds(list.patterns, text)),
          until: list.until,
        },
      ]),
    )
  return { ...bundle, sets: restricted(bundle.sets), tenants: restricted(bundle.tenants) }
}

/** Binary search in a sorted list. */
function holds(sorted: readonly string[], text: string): boolean {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const found = sorted[middle]
    if (found === undefined || found === text) return found === text
    if (found < text) low = middle + 1
    else high = middle
  }
  return false
}
