/**
 * Lists as a bundle holds them.
 *
 * @module
 */
import fc from 'fast-check'

/** Sorted and unique, of at most three words. */
export function sortedSubset(
  words: readonly string[],
  minLength = 0,
): fc.Arbitrary<readonly string[]> {
  return fc
    .subarray([...words], { minLength, maxLength: Math.min(3, words.length) })
    .map((list) => [...list].sort())
}
