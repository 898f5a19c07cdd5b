/**
 * D1 and D2: scheme, authority and raw target, split by hand.
 *
 * @module
 */
import type { RequestFacts } from '@marque/core'
import { asciiLower, linesOf } from './lines.ts'

export interface Target {
  /** The authority, normalised: a port that is not the default one is part of it (ADR 0001, 2 and 3). */
  readonly host: string
  /** The same without a port: what matches and tenancy are compared with (ADR 0001, 3). */
  readonly name: string
  /** Raw path, as it was sent. */
  readonly path: string
  /** Whether a `#` stands anywhere in the target, the query included (ADR 0001, 1). */
  readonly hash: boolean
}

/** ADR 0001, 4: default ports. */
export const DEFAULT_PORTS: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['ws', 80],
  ['https', 443],
  ['wss', 443],
  ['ftp', 21],
])

/** ADR 0001, 1 and 2. Null where the target as a whole cannot be read: that is a 400 for every kind. */
export function readTarget(request: RequestFacts): Target | null {
  const split = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#\\*]*)([\s\S]*)$/.exec(request.url)
  if (split === null) return null
  const [, scheme = '', rawAuthority = '', rawTarget = ''] = split
  const own = normaliseAuthority(asciiLower(scheme), rawAuthority)
  if (own === null) return null
  const hosts = linesOf(request, 'host')
  if (hosts.length > 1) return null
  for (const line of hosts) {
    const named = normaliseAuthority(asciiLower(scheme), line)
    if (named === null || named !== own) return null
  }
  const target = rawTarget === '' || rawTarget.startsWith('?') ? `/${rawTarget}` : rawTarget
  const path = target.split('?')[0] ?? ''
  return { host: own, name: own.replace(/:[0-9]+$/, ''), path, hash: target.includes('#') }
}

/** ADR 0001, 2 and 3. */
function normaliseAuthority(scheme: string, raw: string): string | null {
  if (!/^[A-Za-z0-9._:[\]-]+$/.test(raw)) return null
  const parts = /^(\[[^[\]]*\]|[^:[\]]+)(?::(.*))?$/.exec(raw)
  if (parts === null) return null
  const [, name = '', port] = parts
  if (
    port !== undefined &&
    !(/^[0-9]+$/.test(port) && Number(port) >= 1 && Number(port) <= 65535)
  ) {
    return null
  }
  const host = asciiLower(name).replace(/\.$/, '')
  // ADR 0001, 2: no name behind the dot, an address that is none, more than any name has.
  if (
    host === '' ||
    raw.length > 300 ||
    (name.startsWith('[') && !/^\[[0-9A-Fa-f:.]+\]$/.test(name))
  )
    return null
  const kept = port === undefined || Number(port) === DEFAULT_PORTS.get(scheme) ? '' : `:${port}`
  return host + kept
}
