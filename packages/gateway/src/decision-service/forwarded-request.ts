/**
 * Checks of Caddy (`forward_auth`) and Traefik (`forwardAuth`): the request is described by `X-Forwarded-*` headers.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import { isEvaluatedHeader, type ProxyTrust } from '../request/index.ts'
import {
  type ClientRequest,
  clientBehind,
  clientLines,
  connectionLines,
  isScheme,
  nonEmptyValue,
} from './client-request.ts'

/** The proxy sets them and overwrites what its client sends. Lower case. */
const FIELDS = {
  method: 'x-forwarded-method',
  target: 'x-forwarded-uri',
  host: 'x-forwarded-host',
  scheme: 'x-forwarded-proto',
} as const

/** Set by the Caddyfile to the client's own values. */
const CONNECTION = 'x-forwarded-connection'
const UPGRADE = 'x-forwarded-upgrade'

/** The last address is the peer of the proxy; earlier ones come from proxies that it trusts. */
const ADDRESSES = 'x-forwarded-for'

const TRAEFIK_FIELDS: ReadonlySet<string> = new Set(Object.values(FIELDS))
const CADDY_FIELDS: ReadonlySet<string> = new Set([...TRAEFIK_FIELDS, CONNECTION, UPGRADE])

/**
 * Reads a check of Caddy.
 *
 * @returns Null if a required header is missing or occurs several times; `stripped` if the client's `Connection` made Caddy remove a header that is evaluated.
 */
export function readCaddy(
  lines: readonly HeaderLine[],
  trust: ProxyTrust,
): ClientRequest | 'stripped' | null {
  const connection = nonEmptyValue(lines, CONNECTION)
  // Caddy removes headers that `Connection` names before it sends the check, so the decision would be for a different request.
  const stripped = connection?.toLowerCase().split(',') ?? []
  if (stripped.some((name) => isEvaluatedHeader(name.trim()))) return 'stripped'
  const own = clientLines(lines, CADDY_FIELDS)
  const upgrade = nonEmptyValue(lines, UPGRADE)
  return readForwarded(lines, [...own, ...connectionLines(connection, upgrade)], trust)
}

/**
 * Reads a check of Traefik, which does not pass on the client's `Connection` and `Upgrade`: a handshake is recognised by `Sec-WebSocket-Key`, which every handshake
 * has (RFC 6455, 4.1) and no script can set.
 *
 * @returns Null if a required header is missing or occurs several times.
 */
export function readTraefik(lines: readonly HeaderLine[], trust: ProxyTrust): ClientRequest | null {
  const own = clientLines(lines, TRAEFIK_FIELDS)
  const isHandshake = own.some(([name]) => name.toLowerCase() === 'sec-websocket-key')
  return readForwarded(
    lines,
    isHandshake ? [...own, ...connectionLines('upgrade', 'websocket')] : own,
    trust,
  )
}

/** Reads a preflight that Traefik forwards to the service itself, with a prefix before its target. */
export function readTraefikPreflight(
  method: string,
  target: string,
  lines: readonly HeaderLine[],
  trust: ProxyTrust,
): ClientRequest | null {
  const host = nonEmptyValue(lines, 'host')
  const scheme = schemeOf(lines)
  if (host === null || scheme === null || !target.startsWith('/')) return null
  const own = clientLines(lines, TRAEFIK_FIELDS)
  const client = clientBehind(lastForwardedAddress(lines), scheme, lines, trust)
  const headers: readonly HeaderLine[] = [['Host', host], ...own]
  return { facts: { method, url: `${scheme}://${host}${target}`, headers }, client }
}

function readForwarded(
  lines: readonly HeaderLine[],
  own: readonly HeaderLine[],
  trust: ProxyTrust,
): ClientRequest | null {
  const method = nonEmptyValue(lines, FIELDS.method)
  const target = nonEmptyValue(lines, FIELDS.target)
  const host = nonEmptyValue(lines, FIELDS.host)
  const scheme = schemeOf(lines)
  if (method === null || target === null || host === null || scheme === null) return null
  // An absolute-form target names its own host; the engine refuses a Host line that differs.
  const isAbsolute = /^https?:\/\//i.test(target)
  if (!isAbsolute && !target.startsWith('/') && target !== '*') return null
  const client = clientBehind(lastForwardedAddress(lines), scheme, lines, trust)
  const url = isAbsolute ? target : `${scheme}://${host}${target}`
  return { facts: { method, url, headers: [['Host', host], ...own] }, client }
}

/** Traefik writes `ws` and `wss` for the handshake of a WebSocket. */
function schemeOf(lines: readonly HeaderLine[]): 'http' | 'https' | null {
  const value = nonEmptyValue(lines, FIELDS.scheme)?.replace(/^ws/, 'http') ?? null
  return isScheme(value) ? value : null
}

/** The address that the proxy itself has added. */
export function lastForwardedAddress(lines: readonly HeaderLine[]): string {
  const values = lines.filter(([name]) => name.toLowerCase() === ADDRESSES)
  return values.at(-1)?.[1].split(',').at(-1)?.trim() ?? ''
}
