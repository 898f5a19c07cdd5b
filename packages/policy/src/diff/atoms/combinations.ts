/**
 * Combinations and subsets.
 *
 * @module
 */

/** One item of each list, in every combination; the first items first. */
export function combinations<Item>(
  lists: readonly (readonly Item[])[],
): readonly (readonly Item[])[] {
  let found: readonly (readonly Item[])[] = [[]]
  for (const list of lists) {
    if (list.length === 1) found = found.map((items) => [...items, ...list])
    else found = found.flatMap((items) => list.map((item) => [...items, item]))
  }
  return found
}

/** All subsets, the empty one first; null where there are more than `most` items. */
export function subsets<Item>(
  items: readonly Item[],
  most: number,
): readonly (readonly Item[])[] | null {
  if (items.length > most) return null
  return Array.from({ length: 2 ** items.length }, (_, mask) =>
    items.filter((__, at) => (mask >> at) & 1),
  )
}
