/**
 * Whether an A-label encodes anything (RFC 3492).
 *
 * Decided here and not by the platform's URL parser, since those differ between runtimes and versions: a policy must be refused
 * everywhere or nowhere.
 *
 * @module
 */

/** Parameters of Punycode (RFC 3492, 5). */
const BASE = 36
const T_MIN = 1
const T_MAX = 26
const SKEW = 38
const DAMP = 700
const INITIAL_BIAS = 72
const INITIAL_CODE = 128
const LAST_CODE = 0x10ffff
/** No name holds a control character. */
const LAST_CONTROL = 0x9f

/**
 * Decodes a lower-case label that starts with `xn--`.
 *
 * @returns The text, with at least one letter outside ASCII; `undefined` where the label encodes none.
 *
 * @example
 * ```ts
 * decodeALabel('xn--bcher-kva') // 'bücher'
 * ```
 */
export function decodeALabel(label: string): string | undefined {
  const encoded = label.slice('xn--'.length)
  const delimiter = encoded.lastIndexOf('-')
  const points = Array.from(encoded.slice(0, Math.max(delimiter, 0)))
  let at = delimiter + 1
  let code = INITIAL_CODE
  let index = 0
  let first = true
  let bias = INITIAL_BIAS
  if (at >= encoded.length) return undefined
  while (at < encoded.length) {
    const delta = readDelta(encoded, at, bias)
    if (delta === undefined) return undefined
    at = delta.end
    const length = points.length + 1
    bias = adapt(delta.value, length, first)
    first = false
    index += delta.value
    code += Math.floor(index / length)
    index %= length
    if (code <= LAST_CONTROL || code > LAST_CODE || (code >= 0xd800 && code <= 0xdfff))
      return undefined
    points.splice(index++, 0, String.fromCodePoint(code))
  }
  return points.join('')
}

/** Reads one variable-length integer (RFC 3492, 3.3). */
function readDelta(
  encoded: string,
  start: number,
  bias: number,
): { readonly value: number; readonly end: number } | undefined {
  let value = 0
  let weight = 1
  let at = start
  for (let k = BASE; ; k += BASE) {
    const digit = digitOf(encoded.charCodeAt(at++))
    if (digit === undefined || value > LAST_CODE * 64) return undefined
    value += digit * weight
    const threshold = k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias
    if (digit < threshold) return { value, end: at }
    weight *= BASE - threshold
  }
}

function digitOf(code: number): number | undefined {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61
  return code >= 0x30 && code <= 0x39 ? code - 0x30 + 26 : undefined
}

/** RFC 3492, 6.1. */
function adapt(delta: number, length: number, first: boolean): number {
  let rest = first ? Math.floor(delta / DAMP) : Math.floor(delta / 2)
  rest += Math.floor(rest / length)
  let k = 0
  while (rest > ((BASE - T_MIN) * T_MAX) >> 1) {
    rest = Math.floor(rest / (BASE - T_MIN))
    k += BASE
  }
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW))
}
