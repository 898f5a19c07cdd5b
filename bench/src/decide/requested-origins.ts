/**
 * The origins of the requests, stored as bytes separately from the contender's strings: creating a request must not load the
 * contender's copy into the CPU caches.
 *
 * @module
 */
import { Buffer } from 'node:buffer'

export interface RequestedOrigins {
  /** The next origin; cycles through all of them. Returns a view of a shared buffer. */
  next(): Buffer
}

export function cycleOrigins(origins: readonly string[]): RequestedOrigins {
  const bytes = Buffer.from(origins.join(''), 'latin1')
  const ends = new Uint32Array(origins.length)
  let end = 0
  origins.forEach((origin, at) => {
    end += origin.length
    ends[at] = end
  })
  const step = stepFor(origins.length)
  let at = 0
  return {
    next: () => {
      at = (at + step) % ends.length
      return bytes.subarray(at === 0 ? 0 : ends[at - 1], ends[at])
    },
  }
}

/** A stride that visits all indexes, far apart: in list order, a linear search would end early. */
function stepFor(count: number): number {
  let step = Math.max(1, Math.floor(count * 0.618))
  while (commonDivisor(step, count) !== 1) step++
  return step
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b)
}
