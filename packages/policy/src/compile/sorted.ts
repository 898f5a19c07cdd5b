/**
 * Lists in the order of the bundle: by UTF-16 code units, each entry once.
 *
 * @module
 */
import { sortTexts } from './ascii-sort.ts'

/** A sorted copy without doubles. One pass where the texts come sorted already, as long generated lists do. */
export function sortedUnique(texts: readonly string[]): readonly string[] {
  const { descents, doubles } = disorderOf(texts)
  if (descents === 0 && doubles === 0) return texts.slice()
  // A few sorted runs are merged fast by comparing; in a jumble each comparison misses the cache.
  const sorted = descents * 64 < texts.length ? texts.toSorted() : sortTexts(texts)
  return sorted.filter((text, at, all) => at === 0 || text !== all[at - 1])
}

/** Compares by UTF-16 code units, the order of RFC 8785; `localeCompare` would depend on the machine. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** How often a text is followed by a smaller one, and how often by the same. */
function disorderOf(texts: readonly string[]): {
  readonly descents: number
  readonly doubles: number
} {
  let descents = 0
  let doubles = 0
  let before: string | undefined
  for (const text of texts) {
    if (before !== undefined && before >= text) {
      if (before === text) doubles++
      else descents++
    }
    before = text
  }
  return { descents, doubles }
}
