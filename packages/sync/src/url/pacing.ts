/**
 * How long to wait before asking again.
 *
 * @module
 */

export interface Pace {
  /** Between two renewals that went well, in milliseconds. */
  readonly interval: number
  /** From 0 to 1. */
  readonly random: () => number
}

/** The first wait after a failure, and the longest, in milliseconds. */
export const BACK_OFF = { first: 1_000, longest: 300_000 } as const

/**
 * The wait, in milliseconds.
 *
 * After success the interval, up to a tenth more or less, so that a thousand layers that started together drift apart. After failures
 * twice as much each time, anywhere between half of it and all of it, so that a server that comes back is not met by everybody at once.
 *
 * @param failures In a row; 0 after success.
 */
export function waitAfter(failures: number, { interval, random }: Pace): number {
  if (failures === 0) return interval * (0.9 + 0.2 * random())
  const most = Math.min(BACK_OFF.longest, BACK_OFF.first * 2 ** Math.min(failures - 1, 30))
  return most * (0.5 + 0.5 * random())
}
