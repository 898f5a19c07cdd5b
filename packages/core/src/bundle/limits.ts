/**
 * Bounds on the bytes of a bundle, checked before anything is parsed.
 *
 * A JSON parser allocates many times the size of hostile input (`[[],[],…` by a factor of ten and more), and some recurse.
 * One pass over the bytes, without allocation, refuses such input while it still costs nothing.
 *
 * @module
 */
import { type BundleProblem, problem } from './bundle-problem.ts'

/**
 * What a bundle may have at most.
 *
 * - `bytes`: 128 MiB, some three million origins.
 * - `values`: array elements and object members, all together.
 * - `depth`: arrays and objects within one another. The format itself needs 11; claims may nest below it.
 */
export const BUNDLE_LIMITS = { bytes: 134_217_728, values: 8_000_000, depth: 64 } as const

const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/**
 * Says whether the bytes are over {@link BUNDLE_LIMITS}.
 *
 * Right for every JSON text; for other bytes it says something, and the parser refuses them.
 */
export function overLimits(bytes: Uint8Array): BundleProblem | undefined {
  const length = bytes.length
  if (length > BUNDLE_LIMITS.bytes) {
    return problem(
      'ERR_BUNDLE_TOO_LARGE',
      `${length} bytes, and ${BUNDLE_LIMITS.bytes} are the most`,
    )
  }
  let depth = 0
  let values = 0
  for (let at = 0; at < length; at++) {
    switch (bytes[at]) {
      case QUOTE:
        at = endOfString(bytes, at + 1)
        break
      case COMMA:
        values++
        break
      case OPEN_BRACKET:
      case OPEN_BRACE:
        values++
        depth++
        if (depth > BUNDLE_LIMITS.depth) {
          return problem('ERR_BUNDLE_TOO_DEEP', `nested deeper than ${BUNDLE_LIMITS.depth} levels`)
        }
        break
      case CLOSE_BRACKET:
      case CLOSE_BRACE:
        depth--
        break
    }
  }
  return values > BUNDLE_LIMITS.values
    ? problem('ERR_BUNDLE_TOO_LARGE', `more than ${BUNDLE_LIMITS.values} values`)
    : undefined
}

/** The place of the quote that ends the string whose first byte is at `from`, or the end of the bytes. */
function endOfString(bytes: Uint8Array, from: number): number {
  const length = bytes.length
  let at = from
  while (at < length) {
    const byte = bytes[at]
    if (byte === QUOTE) return at
    at += byte === BACKSLASH ? 2 : 1
  }
  return length
}
