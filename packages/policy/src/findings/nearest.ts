/**
 * The nearest known word to one that is not known. For keys and names of the policy's own; never for origins and hosts, since
 * what is suggested gets trusted.
 *
 * @module
 */

/** The maximum number of comparisons for a document; one with a million unknown words must not take minutes. */
const MAX_COMPARISONS = 100_000

/** Longer words are not compared. */
const MAX_LENGTH = 64

/** Finds the nearest known word. A finder is for one document, and stops suggesting at the limit of comparisons. */
export type NearestFinder = (word: string, known: Iterable<string>) => string | undefined

/** Makes a finder. */
export function nearestFinder(): NearestFinder {
  let left = MAX_COMPARISONS
  return (word, known) => {
    if (word.length > MAX_LENGTH) return undefined
    let best: string | undefined
    let bestDistance = Math.max(2, Math.ceil(word.length / 3)) + 1
    for (const candidate of known) {
      if (left-- <= 0) return undefined
      const distance = distanceBetween(word.toLowerCase(), candidate.toLowerCase(), bestDistance)
      if (distance < bestDistance && distance < candidate.length) {
        best = candidate
        bestDistance = distance
      }
    }
    return best
  }
}

/** Edits between two words (a letter added, dropped, changed, or swapped with the next), at most `bound`. */
export function distanceBetween(a: string, b: string, bound: number): number {
  if (Math.abs(a.length - b.length) >= bound || b.length > MAX_LENGTH) return bound
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
      )
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      }
      row.push(cost)
    }
    before = last
    last = row
  }
  return Math.min(last[b.length] ?? bound, bound)
}
