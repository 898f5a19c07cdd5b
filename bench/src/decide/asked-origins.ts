/**
 * The origins that requests come from, as bytes apart from the strings that a contender keeps: making a request must not bring the
 * contender's own copy into the processor's caches.
 *
 * @module
 */
import { Buffer } from 'node:buffer'

export interface AskedOrigins {
  /** The next one, all of them in turn and then again. A view: copy what must last. */
  next(): Buffer
}

export function askInTurn(origins: readonly string[]): AskedOrigins {
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

/** A step that visits all places, far apart: asked in the order of the list, a search through it would end early. */
function stepFor(count: number): number {
  let step = Math.max(1, Math.floor(count * 0.618))
  while (commonDivisor(step, count) !== 1) step++
  return step
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b)
}
