/**
 * The origins that requests come from, as bytes apart from the strings that a contender keeps: making a request must not bring the
 * contender's own copy into the processor's caches.
 *
 * @module
 */
import { Buffer } from 'node:buffer'

export interface AskedOrigins {
  /** The next one, round and round. A view: copy what must last. */
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
  let at = -1
  return {
    next: () => {
      at = at + 1 === ends.length ? 0 : at + 1
      return bytes.subarray(at === 0 ? 0 : ends[at - 1], ends[at])
    },
  }
}
