/**
 * A word that a policy does not know: it represents all others.
 *
 * @module
 */

/** A `Set`, a `Map`, or any other test for known words. */
export interface Known {
  readonly has: (text: string) => boolean
}

/** The first of `candidates` that is not known, else the first free of `stem1`, `stem2`, … */
export function firstUnused(candidates: readonly string[], stem: string, known: Known): string {
  const free = candidates.find((text) => !known.has(text))
  if (free !== undefined) return free
  let number = 1
  while (known.has(`${stem}${number}`)) number++
  return `${stem}${number}`
}
