/**
 * The known word that somebody probably meant.
 *
 * Only for words of ours (targets, formats, codes): an origin is never suggested.
 *
 * @module
 */

/**
 * The known word with the fewest edits (letters added, dropped, replaced) from `word`.
 *
 * @returns `undefined` where even the nearest is no likely slip: more than a third of the letters differ, and more than one.
 *
 * @example
 * ```ts
 * nearest('bundel', ['bundle']) // 'bundle'
 * ```
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let best: string | undefined
  let least = Math.max(2, Math.ceil(word.length / 3)) + 1
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= least) continue
    const edits = distance(word.toLowerCase(), candidate.toLowerCase())
    if (edits < least) {
      best = candidate
      least = edits
    }
  }
  return best
}

/** Levenshtein's distance, one row at a time. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
