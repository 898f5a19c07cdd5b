/**
 * When the next request may start.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'

/** Starts of requests at one layer. */
export interface Pacer {
  /**
   * Resolves when a request may start, in the order of the calls: at least 1/rate seconds after the start before it, and after every pause.
   *
   * @throws {Error} `AbortError` when the run was interrupted.
   */
  turn(): Promise<void>
  /** No request starts in the next `milliseconds`. */
  pause(milliseconds: number): void
  /** From now on, `rate` a second at most. */
  limit(rate: number): void
}

/** @param rate Requests a second; null for no limit. */
export function createPacer(rate: number | null, signal: AbortSignal): Pacer {
  let gap = rate === null ? 0 : 1000 / rate
  let nextStart = 0
  let pausedUntil = 0
  let last: Promise<void> = Promise.resolve()

  const wait = async (): Promise<void> => {
    for (;;) {
      signal.throwIfAborted()
      const rest = Math.max(nextStart, pausedUntil) - performance.now()
      if (rest <= 0) break
      await sleep(Math.ceil(rest), undefined, { signal })
    }
    nextStart = performance.now() + gap
  }

  return {
    turn() {
      const turn = last.then(wait)
      last = turn.catch(() => undefined)
      return turn
    },
    pause(milliseconds) {
      pausedUntil = Math.max(pausedUntil, performance.now() + milliseconds)
    },
    limit(most) {
      gap = Math.max(gap, 1000 / most)
    },
  }
}
