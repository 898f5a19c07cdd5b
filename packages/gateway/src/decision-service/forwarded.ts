/**
 * Which request Caddy or Traefik asks about: in the `X-Forwarded-*` lines that their forward authentication sets.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { ProxyTrust } from '../exchange/client.ts'
import { type Asked, clientBehind, clientLines, connectionLines, isScheme, only } from './asked.ts'

/** Set by the proxy, whatever its client writes there. Lower case. */
const NAMES = {
  method: 'x-forwarded-method',
  target: 'x-forwarded-uri',
  host: 'x-forwarded-host',
  scheme: 'x-forwarded-proto',
} as const

/** Set by the Caddyfile: the client's own lines. */
const CONNECTION = 'x-forwarded-connection'
const UPGRADE = 'x-forwarded-upgrade'

/** The last address is the one that the proxy itself sees; those before it are there where the proxy trusts another one. */
const ADDRESSES = 'x-forwarded-for'

const OF_TRAEFIK: ReadonlySet<string> = new Set(Object.values(NAMES))
const OF_CADDY: ReadonlySet<string> = new Set([...OF_TRAEFIK, CONNECTION, UPGRADE])

/** Headers that a decision reads. The proxy takes away what `Connection` names before it asks, and the decision would be one about another request. */
const READ = /^(?:origin|host|cookie|authorization|(?:access-control|sec-fetch|marque)-.*)$/i

/**
 * Reads a question of Caddy.
 *
 * @returns Null where Caddy does not say what it must, or says it twice; `stripped` where the client's `Connection` made it take away what must be judged.
 */
export function readCaddy(
  lines: readonly HeaderLine[],
  trust: ProxyTrust,
): Asked | 'stripped' | null {
  const connection = only(lines, CONNECTION)
  const isStripped = connection?.split(',').some((name) => READ.test(name.trim())) ?? false
  if (isStripped) return 'stripped'
  const own = clientLines(lines, OF_CADDY)
  return read(lines, [...own, ...connectionLines(connection, only(lines, UPGRADE))], trust)
}

/**
 * Reads a question of Traefik, which says nothing of the client's `Connection` and `Upgrade`: a handshake is known by the key that every one must have
 * (RFC 6455, 4.1), and which no script can write.
 *
 * @returns Null where Traefik does not say what it must, or says it twice.
 */
export function readTraefik(lines: readonly HeaderLine[], trust: ProxyTrust): Asked | null {
  const own = clientLines(lines, OF_TRAEFIK)
  const isHandshake = own.some(([name]) => name.toLowerCase() === 'sec-websocket-key')
  return read(
    lines,
    isHandshake ? [...own, ...connectionLines('upgrade', 'websocket')] : own,
    trust,
  )
}

/** Reads a request that Traefik passes to the service as it is, its target behind a prefix of the service's own. */
export function readPassed(
  method: string,
  target: string,
  lines: readonly HeaderLine[],
  trust: ProxyTrust,
): Asked | null {
  const host = only(lines, 'host')
  const scheme = only(lines, NAMES.scheme)
  if (host === null || !isScheme(scheme) || !target.startsWith('/')) return null
  const own = clientLines(lines, OF_TRAEFIK)
  const client = clientBehind(lastAddress(lines), scheme, lines, trust)
  const headers: readonly HeaderLine[] = [['Host', host], ...own]
  return { facts: { method, url: `${scheme}://${host}${target}`, headers }, client }
}

function read(
  lines: readonly HeaderLine[],
  own: readonly HeaderLine[],
  trust: ProxyTrust,
): Asked | null {
  const method = only(lines, NAMES.method)
  const target = only(lines, NAMES.target)
  const host = only(lines, NAMES.host)
  const scheme = only(lines, NAMES.scheme)
  if (method === null || target === null || host === null || !isScheme(scheme)) return null
  // In absolute form it names its host itself, and the engine refuses another one.
  const isAbsolute = /^https?:\/\//i.test(target)
  if (!isAbsolute && !target.startsWith('/') && target !== '*') return null
  const client = clientBehind(lastAddress(lines), scheme, lines, trust)
  const url = isAbsolute ? target : `${scheme}://${host}${target}`
  return { facts: { method, url, headers: [['Host', host], ...own] }, client }
}

function lastAddress(lines: readonly HeaderLine[]): string {
  const values = lines.filter(([name]) => name.toLowerCase() === ADDRESSES)
  return values.at(-1)?.[1].split(',').at(-1)?.trim() ?? ''
}
