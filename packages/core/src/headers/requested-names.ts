/**
 * Parsing of `Access-Control-Request-Headers` (D24).
 *
 * Browsers send a sorted set of lower-case names joined by `,` (Fetch, CORS-preflight fetch, step 5). Gateways and test tools send
 * other forms of the same list, also on several lines; these are accepted, because refusing them protects no resource. The value is
 * controlled by the client and unauthenticated, so it is bounded before anything else.
 *
 * @module
 */

/** Bounds over all lines joined by `,`; beyond them a preflight is denied. */
export const REQUESTED_NAMES_LIMITS = { bytes: 8192, names: 128 } as const

/** The request header names of a grant, indexed for comparison. */
export interface NameSet {
  /** The list has `*`, which covers every name but `authorization`. */
  readonly wildcard: boolean
  /** The names by length, in lower case. */
  readonly byLength: readonly (readonly string[])[]
}

/** Indexes the request header names of a grant. */
export function buildNameSet(names: readonly string[]): NameSet {
  const byLength: string[][] = []
  for (const name of names) {
    const bucket = byLength[name.length] ?? []
    byLength[name.length] = bucket
    bucket.push(name)
  }
  return { wildcard: names.includes('*'), byLength: Array.from(byLength, (bucket) => bucket ?? []) }
}

/** Whether a grant covers the requested names. */
export type NamesVerdict = 'covered' | 'too-long' | 'not-covered'

/**
 * Checks the names that a preflight requests.
 *
 * Two passes over the lines, the second only within the bounds; nothing is split, copied or allocated.
 *
 * @param lines The values of the field's lines.
 */
export function checkNames(lines: readonly string[], granted: NameSet): NamesVerdict {
  let bytes = lines.length - 1
  for (const line of lines) bytes += line.length
  if (bytes > REQUESTED_NAMES_LIMITS.bytes) return 'too-long'
  let names = 0
  let covered = true
  for (const line of lines) {
    let at = 0
    while (at < line.length) {
      if (line.charCodeAt(at) === 0x2c) {
        at++
        continue
      }
      const start = skipSpace(line, at)
      let end = start
      while (end < line.length && isTokenCode(line.charCodeAt(end))) end++
      at = skipSpace(line, end)
      if (at < line.length && line.charCodeAt(at) !== 0x2c) {
        // Not a token: skipped to the next comma, so that the names after it still count.
        covered = false
        const comma = line.indexOf(',', at)
        at = comma < 0 ? line.length : comma
        names++
      } else if (end > start) {
        names++
        if (covered && !isCovered(granted, line, start, end)) covered = false
      }
      at++
    }
  }
  if (names > REQUESTED_NAMES_LIMITS.names) return 'too-long'
  return covered ? 'covered' : 'not-covered'
}

function isCovered(granted: NameSet, line: string, start: number, end: number): boolean {
  const candidates = granted.byLength[end - start]
  if (candidates !== undefined) {
    for (const name of candidates) if (equalsAt(line, start, name)) return true
  }
  return granted.wildcard && !(end - start === 13 && equalsAt(line, start, 'authorization'))
}

/** Whether the name at `start` is `lower`, in any case. */
function equalsAt(line: string, start: number, lower: string): boolean {
  for (let at = 0; at < lower.length; at++) {
    const code = line.charCodeAt(start + at)
    const folded = code >= 0x41 && code <= 0x5a ? code + 0x20 : code
    if (folded !== lower.charCodeAt(at)) return false
  }
  return true
}

function skipSpace(line: string, from: number): number {
  let at = from
  while (at < line.length && (line.charCodeAt(at) === 0x20 || line.charCodeAt(at) === 0x09)) at++
  return at
}

const TOKEN_CODES: Uint8Array = (() => {
  const codes = new Uint8Array(128)
  const characters = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
  for (const character of characters) codes[character.charCodeAt(0)] = 1
  return codes
})()

function isTokenCode(code: number): boolean {
  return code < 128 && TOKEN_CODES[code] === 1
}
