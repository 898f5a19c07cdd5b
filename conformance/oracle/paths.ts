/**
 * D4 and D5: every way in which a layer may read a path, and the patterns that paths are matched with.
 *
 * @module
 */

/** Stands for a `/` that came out of `%2F`. No valid UTF-8 decodes to a lone surrogate, so no path can hold it. */
const DATA_SLASH = '\uD800'

/** One way to read a path. */
export interface Reading {
  /** `%2F` decoded is a separator. */
  readonly separator: readonly string[]
  /** `%2F` decoded stays inside its segment (`encodedSlash: data`). */
  readonly data: readonly string[]
  readonly folded: boolean
}

/** D4. Null where the path is ambiguous outright. `*` is the caller's. */
export function readingsOf(path: string): readonly Reading[] | null {
  // D4: a raw byte outside 0x21 to 0x7E, a raw `#`; ADR 0001, 1: a path that does not start with `/`.
  if (path.length > 16384 || !/^\/[\x21-\x7e]*$/.test(path) || path.includes('#')) return null // ADR 0001, 13: the length
  const once = decode(path)
  const twice = once === null ? null : decode(once)
  // ADR 0001, 8: a bad escape or invalid UTF-8 at either decoding.
  if (once === null || twice === null) return null
  // biome-ignore lint/suspicious/noControlCharactersInRegex: D4 is about control characters
  if (/[\u0000-\u001f\u007f-\u009f]/.test(once + twice)) return null
  const onceData = decodeKeepingSlash(path)
  const levels = [
    { separator: path, data: path },
    { separator: once, data: onceData },
    { separator: twice, data: decodeKeepingSlash(onceData) },
  ]
  const readings = new Map<string, Reading>()
  for (const level of levels) {
    for (const backslash of [false, true]) {
      for (const dropParameters of [false, true]) {
        for (const merge of [false, true]) {
          const read = (text: string): readonly string[] => {
            const slashed = backslash ? text.replaceAll('\\', '/') : text
            const bare = dropParameters ? slashed.replace(/;[^/]*/g, '') : slashed
            return segmentsOf(merge ? bare.replace(/\/+/g, '/') : bare)
          }
          const separator = read(level.separator)
          // D4: a dot segment in any reading; ADR 0001, 8: judged with `%2F` decoded.
          if (separator.includes('.') || separator.includes('..')) return null
          const data = read(level.data)
          for (const folded of [false, true]) {
            // Equal readings are kept once.
            const key = JSON.stringify([separator, data, folded])
            readings.set(key, { separator, data, folded })
          }
        }
      }
    }
  }
  return [...readings.values()]
}

/** ADR 0001, 12: `/` is the empty list; one trailing slash says nothing. */
export function segmentsOf(path: string): readonly string[] {
  const segments = path.slice(1).split('/')
  return segments.at(-1) === '' ? segments.slice(0, -1) : segments
}

/** One percent-decoding; null for a bad escape or invalid UTF-8. */
function decode(text: string): string | null {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return null
  const bytes: number[] = []
  for (const [piece] of text.matchAll(/%[0-9A-Fa-f]{2}|[^%]/gu)) {
    if (piece.startsWith('%')) bytes.push(Number.parseInt(piece.slice(1), 16))
    else bytes.push(...new TextEncoder().encode(piece))
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes))
  } catch {
    return null
  }
}

function decodeKeepingSlash(text: string): string {
  return text
    .split(DATA_SLASH)
    .flatMap((piece) => piece.split(/%2f/i))
    .map((piece) => decode(piece) ?? '')
    .join(DATA_SLASH)
}

/** ADR 0001, 11. */
export function fold(text: string): string {
  return text.toLowerCase()
}

export function sameText(a: string, b: string, folded: boolean): boolean {
  return folded ? fold(a) === fold(b) : a === b
}

/** D5. What the `{name}` segments hold, or null where the pattern does not fit. */
export function matchPattern(
  pattern: string,
  segments: readonly string[],
  folded: boolean,
): ReadonlyMap<string, string> | null {
  const expected = segmentsOf(pattern)
  const names = new Map<string, string>()
  for (const [index, want] of expected.entries()) {
    if (want === '**' && index === expected.length - 1) return names
    const have = segments[index]
    if (have === undefined) return null
    if (/^\{.+\}$/.test(want)) {
      if (have === '') return null
      names.set(want.slice(1, -1), have)
    } else if (!sameText(want, have, folded)) return null
  }
  return expected.length === segments.length ? names : null
}

/** D7: segment by segment, literal, `{name}`, end of pattern, `**`. A higher number is more specific. */
export function pathRank(pattern: string): readonly number[] {
  const kinds = segmentsOf(pattern).map((segment) => {
    if (segment === '**') return 0
    return /^\{.+\}$/.test(segment) ? 2 : 3
  })
  return kinds.at(-1) === 0 ? kinds : [...kinds, 1]
}
