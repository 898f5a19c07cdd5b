/**
 * The delay before the next request.
 *
 * @module
 */

export interface Pace {
  /** Between two successful requests, milliseconds. */
  readonly interval: number
  /** From 0 to 1. */
  readonly random: () => number
}

/** The first and the longest delay after failures, milliseconds. */
export const BACK_OFF = { first: 1_000, longest: 300_000 } as const

/**
 * The delay, in milliseconds.
 *
 * After success the interval ± 10 %, so that layers that started together spread out. After failures exponential backoff, with the second half of each delay
 * random, so that a recovering server does not get all requests at once.
 *
 * @param failures Consecutive failures; 0 after success.
 */
export function delayAfter(failures: number, { interval, random }: Pace): number {
  if (failures === 0) return interval * (0.9 + 0.2 * random())
  const longest = Math.min(BACK_OFF.longest, BACK_OFF.first * 2 ** Math.min(failures - 1, 30))
  return longest * (0.5 + 0.5 * random())
}
