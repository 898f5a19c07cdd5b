/**
 * A clock that protects grants from being revived by a clock that is set back.
 *
 * If the wall clock is more than five minutes behind the latest signed time of issue, the time is that time of issue plus the monotonic time since.
 *
 * @module
 */

/** How far the wall clock may be behind before it is not trusted, milliseconds. */
export const CLOCK_TOLERANCE = 300_000

export interface Clock {
  /** Epoch milliseconds. */
  wall(): number
  /** Milliseconds, never decreasing. */
  monotonic(): number
}

export interface ClockGuard {
  /** The time for evaluating dates, epoch milliseconds. */
  now(): number
  /** Records a signed time of issue, epoch milliseconds. */
  observe(issuedAt: number): void
  /** Whether the wall clock is trusted at the moment. */
  isTrusted(): boolean
}

export const SYSTEM_CLOCK: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
}

export function guardClock({ wall, monotonic }: Clock): ClockGuard {
  let latest = Number.NEGATIVE_INFINITY
  let observedAt = 0
  const floor = (): number => latest + monotonic() - observedAt
  return {
    now() {
      const shown = wall()
      if (latest === Number.NEGATIVE_INFINITY) return shown
      const least = floor()
      return shown >= least - CLOCK_TOLERANCE ? shown : least
    },
    observe(issuedAt) {
      if (issuedAt <= floor()) return
      latest = issuedAt
      observedAt = monotonic()
    },
    isTrusted: () => wall() >= floor() - CLOCK_TOLERANCE,
  }
}
