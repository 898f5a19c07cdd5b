/**
 * What a client wrote, made fit for a log line.
 *
 * @module
 */
import type { HeaderLine, RequestFacts } from '@marque/core'
import { endOfAuthority, targetOf } from '../../exchange/facts.ts'

/** Characters; a line with all of them at their bound still goes into one write. */
const BOUNDS = { host: 255, path: 768, origin: 320, method: 32, name: 64, names: 16 } as const

const PATH_END = /[?#]/

/** The path without query and fragment, as it came. */
export function pathOf(facts: RequestFacts): string {
  const target = targetOf(facts)
  // Behind an asterisk nothing belongs; what stands there may be the password of an absolute URL.
  if (target.startsWith('*')) return '*'
  const end = target.search(PATH_END)
  return cut(end < 0 ? target : target.slice(0, end), BOUNDS.path)
}

/** The last authority that was shown: most requests name it again. */
let lastAuthority = ''
let lastHost = ''

/** The authority without user information. */
export function hostOf({ url }: RequestFacts): string {
  const end = endOfAuthority(url)
  // An asterisk may stand in user information, which goes on behind it.
  const isPlain = end >= 0 && url.charCodeAt(end) !== ASTERISK
  const authority = isPlain
    ? url.slice(url.indexOf('://') + 3, end)
    : (AUTHORITY.exec(url)?.[1] ?? '')
  if (authority !== lastAuthority) {
    lastAuthority = authority
    lastHost = cut(authority.slice(authority.lastIndexOf('@') + 1), BOUNDS.host)
  }
  return lastHost
}

const ASTERISK = 0x2a
const AUTHORITY = /^[^:]*:\/\/([^/?#\\]*)/

export function methodOf(method: string): string {
  return cut(method, BOUNDS.method)
}

/** All Origin lines; null for none. What no browser writes in an origin may be a secret, and stays out. */
export function originOf(lines: readonly HeaderLine[]): string | null {
  const values = valuesOf(lines, 'origin')
  if (values.length === 0) return null
  const shown = values
    .slice(0, 4)
    .map((value) => value.replace(/\/\/[^/]*@/, '//…@').replace(/(:\/\/[^/?#]*)[/?#].*$/s, '$1/…'))
  return cut(shown.join(', '), BOUNDS.origin)
}

export function requestMethodOf(lines: readonly HeaderLine[]): string | null {
  const [first] = valuesOf(lines, 'access-control-request-method')
  return first === undefined ? null : cut(first, BOUNDS.method)
}

/** The names that a preflight asks for, lower case. */
export function requestHeadersOf(lines: readonly HeaderLine[]): readonly string[] {
  return valuesOf(lines, 'access-control-request-headers')
    .map((value) => value.slice(0, 2_048))
    .join(',')
    .slice(0, 2_048)
    .split(',')
    .map((name) => cut(name.trim().toLowerCase(), BOUNDS.name))
    .filter((name) => name !== '')
    .slice(0, BOUNDS.names)
}

/** Values of the lines of a name, lower case. */
export function valuesOf(lines: readonly HeaderLine[], name: string): readonly string[] {
  const values: string[] = []
  for (const [field, value] of lines) {
    if (field.length === name.length && field.toLowerCase() === name) values.push(value)
  }
  return values
}

export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}

const UNPRINTABLE = /[^\x20-\x7e]/
const EACH_UNPRINTABLE = /[^\x20-\x7e]/g

/**
 * A line of JSON in printable ASCII, and the same JSON: control characters of C1 and marks that turn the direction of text act on a terminal too, and JSON
 * leaves them as they are.
 */
export function printable(json: string): string {
  if (!UNPRINTABLE.test(json)) return json
  return json.replace(
    EACH_UNPRINTABLE,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
