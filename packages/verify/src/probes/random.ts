/**
 * Pseudo-random choice, the same for the same seed on every machine.
 *
 * @module
 */

/**
 * Chooses `count` of `items`, in their order.
 *
 * @param seed Any integer.
 * @param purpose Makes choices from different lists independent of one another.
 */
export function sampleOf<T>(
  items: readonly T[],
  count: number,
  seed: number,
  purpose: string,
): readonly T[] {
  if (items.length <= count) return items
  const next = mulberry32(hashOf(purpose, seed))
  const chosen = new Set<number>()
  while (chosen.size < count) chosen.add(Math.floor(next() * items.length))
  return items.filter((_, at) => chosen.has(at))
}

/** FNV-1a, 32 bits. */
function hashOf(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  return hash >>> 0
}

/** The generator mulberry32 of Tommy Ettinger: 32 bits of state, numbers from 0 up to 1. */
function mulberry32(state: number): () => number {
  let at = state
  return () => {
    at = (at + 0x6d2b79f5) | 0
    let mixed = Math.imul(at ^ (at >>> 15), at | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
