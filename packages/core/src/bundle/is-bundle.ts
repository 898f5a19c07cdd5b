/**
 * Whether a file is meant as a bundle rather than as a policy.
 *
 * @module
 */

const QUOTE = 0x22
const BACKSLASH = 0x5c
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
  if (bytes[at] !== 0x7b) return false
  let depth = 0
  for (; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) {
      const end = endOfString(bytes, at + 1)
      if (depth === 1 && isFormatKey(bytes, at, end)) return true
      at = end
    } else if (byte === 0x7b || byte === 0x5b) depth++
    else if (byte === 0x7d || byte === 0x5d) depth--
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

/** The offset of the quote that closes a string; the length of `bytes` where it is cut off. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at
}

function isFormatKey(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start - 1 !== FORMAT.length) return false
  const text = new TextDecoder().decode(bytes.subarray(start + 1, end + 64))
  return text.startsWith(`${FORMAT}"`) && FORMAT_VALUE.test(text.slice(FORMAT.length + 1))
}
