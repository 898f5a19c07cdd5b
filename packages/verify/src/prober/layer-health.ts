/**
 * Whether a layer is asked on: its answers, failures and pauses so far.
 *
 * @module
 */

/** When a layer is asked no further, and what it is called then. */
export const LIMITS = {
  /** Probes without any answer. */
  unreachable: 10,
  /** Failures after which a layer that answers others is unsteady. */
  unsteady: 3,
  /** Failures in a row. */
  failuresInARow: 10,
  pauses: 3,
  /** Milliseconds of one pause. */
  pause: 60_000,
} as const

/** Why no more is sent to a layer. */
export type EndReason = 'unreachable' | 'unsteady' | 'interrupted'

export interface LayerHealth {
  /** Null while it is asked. */
  readonly ended: EndReason | null
  readonly state: 'asked' | 'unsteady' | 'unreachable'
  /** Pauses so far. A request notes it when it starts. */
  readonly pauses: number
  /** Resolves when a probe may start; false when none may any more. While nothing was answered, only ten probes start. */
  admit(): Promise<boolean>
  answered(): void
  failed(): void
  /**
   * An answer 429 with `Retry-After`.
   *
   * @param pausesBefore {@link pauses} when its request started: answers to requests of the same time are one pause.
   * @returns Whether the layer is asked again after it.
   */
  askedToPause(milliseconds: number, pausesBefore: number): boolean
  interrupt(): void
}

export function createLayerHealth(): LayerHealth {
  let ended: EndReason | null = null
  let hasAnswered = false
  let started = 0
  let failures = 0
  let inARow = 0
  let pauses = 0
  let waiting: (() => void)[] = []

  const wake = (): void => {
    const woken = waiting
    waiting = []
    for (const resolve of woken) resolve()
  }
  const end = (reason: EndReason): void => {
    ended ??= reason
    wake()
  }
  const reached = (): void => {
    hasAnswered = true
    wake()
  }

  return {
    get ended() {
      return ended
    },
    get pauses() {
      return pauses
    },
    get state() {
      if (ended === 'unreachable') return 'unreachable'
      if (ended === null && failures > 0 && !hasAnswered) return 'unreachable'
      return ended === 'unsteady' || failures >= LIMITS.unsteady ? 'unsteady' : 'asked'
    },
    async admit() {
      while (ended === null && !hasAnswered && started >= LIMITS.unreachable) {
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
      started += 1
      return ended === null
    },
    answered() {
      inARow = 0
      reached()
    },
    failed() {
      failures += 1
      inARow += 1
      if (!hasAnswered && failures >= LIMITS.unreachable) end('unreachable')
      else if (hasAnswered && inARow >= LIMITS.failuresInARow) end('unsteady')
    },
    askedToPause(milliseconds, pausesBefore) {
      reached()
      if (pausesBefore === pauses) pauses += 1
      if (pauses > LIMITS.pauses || milliseconds > LIMITS.pause) end('unsteady')
      return ended === null
    },
    interrupt: () => end('interrupted'),
  }
}
