/**
 * Which request nginx asks about: in lines that its configuration sets for each question.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { ProxyTrust } from '../exchange/client.ts'
import { type Asked, clientBehind, clientLines, connectionLines, isScheme, only } from './asked.ts'

/** All of them are set by nginx, so that none comes from its client. Lower case. */
const NAMES = {
  method: 'x-original-method',
  /** The target as it came, before nginx normalised it (D1). */
  target: 'x-original-uri',
  /** The client's Host line. */
  host: 'x-original-host',
  /** The name that nginx itself chose by; where it is not that of the Host line, the request is refused (D2). */
  name: 'x-original-name',
  scheme: 'x-original-scheme',
  /** The other end of nginx's connection. */
  address: 'x-original-address',
  /** The client's own lines: those of the question belong to its connection (D25). */
  connection: 'x-original-connection',
  upgrade: 'x-original-upgrade',
} as const

const ALL: ReadonlySet<string> = new Set(Object.values(NAMES))

/**
 * Reads the request that is asked about.
 *
 * @returns Null where nginx does not say what it must, or says it twice: nothing is decided then.
 */
export function readOriginal(lines: readonly HeaderLine[], trust: ProxyTrust): Asked | null {
  const method = only(lines, NAMES.method)
  const target = only(lines, NAMES.target)
  const host = only(lines, NAMES.host)
  const name = only(lines, NAMES.name)
  const scheme = only(lines, NAMES.scheme)
  const address = only(lines, NAMES.address)
  if (method === null || target === null || host === null || name === null) return null
  if (!target.startsWith('/') || !isScheme(scheme) || address === null) return null
  const own = clientLines(lines, ALL)
  const client = clientBehind(address, scheme, own, trust)
  const headers: readonly HeaderLine[] = [
    ['Host', host],
    ...own,
    ...connectionLines(only(lines, NAMES.connection), only(lines, NAMES.upgrade)),
  ]
  // The engine refuses a Host line that is not the authority, so both are given to it.
  const authority = name === nameOf(host) ? host : name
  return { facts: { method, url: `${client.scheme}://${authority}${target}`, headers }, client }
}

/** As nginx writes `$host`. */
function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '')
}
