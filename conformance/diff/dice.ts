/**
 * Random numbers from a seed, so that a failure can be repeated.
 *
 * @module
 */
export interface Dice {
  /** From 0 to `sides - 1`. */
  roll(sides: number): number
  pick<Item>(items: readonly Item[]): Item
  /** Once in `times`. */
  once(times: number): boolean
  some<Item>(items: readonly Item[]): readonly Item[]
}

/** Mulberry32. */
export function dice(seed: number): Dice {
  let state = seed >>> 0
  const roll = (sides: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * sides)
  }
  return {
    roll,
    pick: (items) => items[roll(items.length)] as (typeof items)[number],
    once: (times) => roll(times) === 0,
    some: (items) => items.filter(() => roll(2) === 0),
  }
}
