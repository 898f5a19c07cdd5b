/**
 * Waiting for a condition, never for a duration that a busy machine breaks.
 *
 * @module
 */

export interface WaitOptions {
  /** Names the condition in the error. */
  readonly what?: string
  /** Milliseconds before it gives up; generous, because only a failing test waits that long. */
  readonly limit?: number
  /** Milliseconds between two looks. */
  readonly interval?: number
}

/**
 * Resolves when `holds` returns true.
 *
 * @throws {Error} It did not within the limit (five minutes unless set).
 */
export async function waitUntil(
  holds: () => boolean | Promise<boolean>,
  { what = 'the condition', limit = 300_000, interval = 10 }: WaitOptions = {},
): Promise<void> {
  const end = Date.now() + limit
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`${what}: not within ${limit} ms`)
    await pause(interval)
  }
}

/** Resolves after `milliseconds`: for what must be given time to happen wrongly. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
