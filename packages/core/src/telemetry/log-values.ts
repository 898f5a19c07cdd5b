/**
 * Request values prepared for log lines: bounded, and without secrets.
 *
 * @module
 */
import { linesOf } from '../headers/index.ts'
import type { HeaderLine, RequestFacts } from '../request.ts'
import { authorityEnd, requestTarget } from '../target-text.ts'

/** Characters; a line with all values at their bound still fits one write. */
const BOUNDS = { host: 255, path: 768, origin: 320, method: 32, name: 64, names: 16 } as const

const PATH_END = /[?#]/

/** The path as received, without query and fragment. */
export function pathOf(facts: RequestFacts): string {
  const target = requestTarget(facts)
  // Nothing belongs after an asterisk; what follows may be the password of an absolute URL.
  if (target.startsWith('*')) return '*'
  const end = target.search(PATH_END)
  return truncate(end < 0 ? target : target.slice(0, end), BOUNDS.path)
}

/** Cache of the last authority: most requests share it. */
let lastAuthority = ''
let lastHost = ''

/** The authority without user information. */
export function hostOf({ url }: RequestFacts): string {
  const end = authorityEnd(url)
  // User information may contain an asterisk and continue after it.
  const isPlain = end >= 0 && url.charCodeAt(end) !== ASTERISK
  const authority = isPlain
    ? url.slice(url.indexOf('://') + 3, end)
    : (AUTHORITY.exec(url)?.[1] ?? '')
  if (authority !== lastAuthority) {
    lastAuthority = authority
    lastHost = truncate(authority.slice(authority.lastIndexOf('@') + 1), BOUNDS.host)
  }
  return lastHost
}

const ASTERISK = 0x2a
const AUTHORITY = /^[^:]*:\/\/([^/?#\\]*)/

export function methodOf(method: string): string {
  return truncate(method, BOUNDS.method)
}

/** All Origin values, or null. Parts that browsers never send in an Origin (user information, path, query) may be secret and are cut out. */
export function originOf(lines: readonly HeaderLine[]): string | null {
  const values = linesOf(lines, 'origin')
  const [first] = values
  if (first === undefined) return null
  if (values.length === 1 && SERIALIZED.test(first)) return truncate(first, BOUNDS.origin)
  const masked = values
    .slice(0, 4)
    .map((value) => value.replace(/\/\/[^/]*@/, '//…@').replace(/(:\/\/[^/?#]*)[/?#].*$/s, '$1/…'))
  return truncate(masked.join(', '), BOUNDS.origin)
}

/** What nearly every Origin looks like: nothing to cut out. */
const SERIALIZED = /^https?:\/\/[a-z0-9.:-]+$/

export function requestMethodOf(lines: readonly HeaderLine[]): string | null {
  const [first] = linesOf(lines, 'access-control-request-method')
  return first === undefined ? null : truncate(first, BOUNDS.method)
}

/** The names in `Access-Control-Request-Headers`, lower case. */
export function requestHeadersOf(lines: readonly HeaderLine[]): readonly string[] {
  return linesOf(lines, 'access-control-request-headers')
    .map((value) => value.slice(0, 2_048))
    .join(',')
    .slice(0, 2_048)
    .split(',')
    .map((name) => truncate(name.trim().toLowerCase(), BOUNDS.name))
    .filter((name) => name !== '')
    .slice(0, BOUNDS.names)
}

export function truncate(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}

const UNPRINTABLE = /[^\x20-\x7e]/
const EACH_UNPRINTABLE = /[^\x20-\x7e]/g

/**
 * Escapes JSON to printable ASCII: C1 control characters and bidirectional marks affect terminals too, and JSON does not escape them.
 */
export function printable(json: string): string {
  if (!UNPRINTABLE.test(json)) return json
  return json.replace(
    EACH_UNPRINTABLE,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
