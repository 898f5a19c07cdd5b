/**
 * D3: the grammar of origins and of origin patterns.
 *
 * @module
 */
import type { OriginList, RequestFacts } from '@marque/core'
import { filledLinesOf } from './lines.ts'
import { DEFAULT_PORTS } from './target.ts'

export interface Origin {
  readonly scheme: string
  readonly host: string
  /** Null for the default port. */
  readonly port: number | null
}

/** What the Origin lines of a request say. */
export type OriginField =
  | { readonly state: 'none' }
  | { readonly state: 'multiple' }
  | { readonly state: 'null' | 'malformed'; readonly text: string }
  | { readonly state: 'valid'; readonly text: string; readonly origin: Origin }

/** D6, ADR 0001, 4: empty lines are none; several lines, or one that holds a list, are several origins. */
export function readOriginField(request: RequestFacts): OriginField {
  const lines = filledLinesOf(request, 'origin')
  const [text] = lines
  if (text === undefined) return { state: 'none' }
  if (lines.length > 1 || text.includes(',')) return { state: 'multiple' }
  if (text === 'null') return { state: 'null', text }
  const origin = readOrigin(text)
  return origin === null ? { state: 'malformed', text } : { state: 'valid', text, origin }
}

/** D3. Null for what no browser sends. */
export function readOrigin(text: string): Origin | null {
  const parts = /^([a-z][a-z0-9+.-]*):\/\/(\[[^\]]*\]|[^:[\]]*)(?::([1-9][0-9]{0,4}))?$/.exec(text)
  if (parts === null) return null
  const [, scheme = '', host = '', digits] = parts
  const port = digits === undefined ? null : Number(digits)
  if (scheme.length > 64) return null
  if (port !== null && (port > 65535 || port === DEFAULT_PORTS.get(scheme))) return null
  return isCanonicalHost(host) || (port === null && isHostOfApp(scheme, host))
    ? { scheme, host, port }
    : null
}

/** Hosts that only pages of app shells and extensions have. */
function isHostOfApp(scheme: string, host: string): boolean {
  if (DEFAULT_PORTS.has(scheme) || scheme === 'file') return false
  const groups = host.split('-')
  const isUuid =
    groups.map((group) => group.length).join() === '8,4,4,4,12' && /^[0-9A-F-]+$/.test(host)
  return host === '.' || host === '-' || isUuid
}

function isCanonicalHost(host: string): boolean {
  if (host.startsWith('[')) return isCanonicalIpv6(host.slice(1, -1))
  const labels = host.replace(/\.$/, '').split('.')
  const last = labels.at(-1) ?? ''
  // ADR 0001, 4: what looks like a number at the end is an address, and then a canonical one, which has no trailing dot.
  if (/^[0-9]+$/.test(last) || /^0x[0-9a-f]*$/.test(last)) return isCanonicalIpv4(host)
  return (
    host.length <= 253 &&
    labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))
  )
}

function isCanonicalIpv4(host: string): boolean {
  const parts = host.split('.')
  return (
    parts.length === 4 &&
    parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255)
  )
}

/** URL standard, IPv6 serializer: eight groups written in the one canonical way, and no dotted part. */
function isCanonicalIpv6(text: string): boolean {
  if (!/^[0-9a-f:]+$/.test(text)) return false
  const halves = text.split('::')
  if (halves.length > 2) return false
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return false
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail]
  if (!groups.every((group) => /^(0|[1-9a-f][0-9a-f]{0,3})$/.test(group))) return false
  return writeIpv6(groups) === text
}

function writeIpv6(groups: readonly string[]): string {
  let best = { start: -1, length: 1 }
  for (let start = 0; start < 8; start++) {
    let length = 0
    while (start + length < 8 && groups[start + length] === '0') length++
    if (length > best.length) best = { start, length }
  }
  if (best.start < 0) return groups.join(':')
  const before = groups.slice(0, best.start).join(':')
  return `${before}::${groups.slice(best.start + best.length).join(':')}`
}

/**
 * Whether a pattern fits: `*.` for one or more whole labels, `*` before `-` for one or more characters of the leftmost label, `:*` for any
 * port, the default included.
 */
export function patternFits(pattern: string, origin: Origin): boolean {
  const parts = /^([^:]+):\/\/(\*)?(\[[^\]]*\]|[^:]+)(?::(\*|[0-9]+))?$/.exec(pattern)
  if (parts === null) return false
  const [, scheme, star, rest = '', port] = parts
  if (origin.scheme !== scheme) return false
  if (port !== '*' && (port === undefined ? null : Number(port)) !== origin.port) return false
  if (star === undefined) return origin.host === rest
  if (!origin.host.endsWith(rest)) return false
  const covered = origin.host.slice(0, -rest.length)
  return covered !== '' && (rest.startsWith('.') || !covered.includes('.'))
}

/** Whether a list holds an origin, whatever the date. */
export function listHolds(list: OriginList, text: string, origin: Origin): boolean {
  return list.exact.includes(text) || list.patterns.some((pattern) => patternFits(pattern, origin))
}
