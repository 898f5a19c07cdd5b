/**
 * What the bytes of a bundle show before anything is parsed: whether they are meant as a bundle, and whether they are within its limits.
 *
 * A JSON parser allocates many times the size of hostile input (`[[],[],…` by a factor of ten and more), and some recurse.
 * One pass over the bytes, without allocation, refuses such input first.
 *
 * @module
 */
import { type BundleProblem, problem } from './bundle-problem.ts'

/**
 * Limits of a bundle.
 *
 * - `bytes`: 128 MiB, about three million origins.
 * - `values`: array elements and object members in total.
 * - `depth`: nested arrays and objects. The format itself needs 11; claims may be nested deeper.
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
 * The problem of bytes over {@link BUNDLE_LIMITS}, or `undefined`.
 *
 * Exact for valid JSON; for other bytes the result is arbitrary, and the parser refuses them.
 */
export function overLimits(bytes: Uint8Array): BundleProblem | undefined {
  const length = bytes.length
  if (length > BUNDLE_LIMITS.bytes) {
    return problem(
      'ERR_BUNDLE_TOO_LARGE',
      `the bundle has ${length} bytes; the limit is ${BUNDLE_LIMITS.bytes}`,
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

const FORMAT = 'format'
const FORMAT_VALUE = /^\s*:\s*"marque-bundle\//

/**
 * Whether bytes are meant to be a bundle: a JSON object whose own, top-level `format` starts with `marque-bundle/`.
 *
 * A `format` inside a nested object or a string does not count, and neither does the order of the keys. The JSON may be cut off or
 * invalid elsewhere; `readBundle` reports that. Linear in the size of `bytes`, without decoding them. Never throws.
 */
export function isBundle(bytes: Uint8Array): boolean {
  let at = skipSpace(bytes, hasByteOrderMark(bytes) ? 3 : 0)
  if (bytes[at] !== OPEN_BRACE) return false
  let depth = 0
  for (; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) {
      const end = endOfString(bytes, at + 1)
      if (depth === 1 && isFormatKey(bytes, at, end)) return true
      at = end
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--
  }
  return false
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

function skipSpace(bytes: Uint8Array, start: number): number {
  let at = start
  while (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === 0x0a || bytes[at] === 0x0d) at++
  return at
}

function isFormatKey(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start - 1 !== FORMAT.length) return false
  const text = new TextDecoder().decode(bytes.subarray(start + 1, end + 64))
  return text.startsWith(`${FORMAT}"`) && FORMAT_VALUE.test(text.slice(FORMAT.length + 1))
}

/** The offset of the quote that closes the string whose first byte is at `from`; the length of the bytes where there is none. */
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
