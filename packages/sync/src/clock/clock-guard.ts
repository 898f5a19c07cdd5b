/**
 * A clock that does not run backwards for grants.
 *
 * A layer whose clock is set back would give ended grants their life again. The distributor's signed instants are believed instead: when the
 * wall clock is more than five minutes before the latest of them, time is that instant and what has passed since.
 *
 * @module
 */

/** How far a wall clock may lag before it is not believed, in milliseconds. */
export const CLOCK_TOLERANCE = 300_000

export interface Clock {
  /** Epoch milliseconds. */
  wall(): number
  /** Milliseconds that only grow. */
  monotonic(): number
}

export interface ClockGuard {
  /** The instant to judge dates by, epoch milliseconds. */
  now(): number
  /** Hears of a signed instant. */
  observe(issuedAt: number): void
  /** Whether the wall clock is believed at the moment. */
  isBelieved(): boolean
}

export const SYSTEM_CLOCK: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
}

export function guardClock({ wall, monotonic }: Clock): ClockGuard {
  let latest = Number.NEGATIVE_INFINITY
  let heardAt = 0
  const floor = (): number => latest + monotonic() - heardAt
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
      heardAt = monotonic()
    },
    isBelieved: () => wall() >= floor() - CLOCK_TOLERANCE,
  }
}
