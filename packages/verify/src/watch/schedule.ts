/**
 * Runs that repeat at an interval.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Calls `run` at once, and then every `interval` milliseconds, counted from start to start. Runs do not overlap: after one that takes
 * longer than the interval, the next starts when it has ended.
 *
 * @param signal Ends the repetition. A run in progress is waited for; it must heed the signal itself.
 * @returns Resolves after the last run.
 * @throws What `run` throws; nothing runs after that.
 */
export async function repeatEvery(
  interval: number,
  run: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const started = performance.now()
    await run()
    const rest = interval - (performance.now() - started)
    try {
      await sleep(Math.max(0, rest), undefined, { signal })
    } catch {
      return
    }
  }
}
