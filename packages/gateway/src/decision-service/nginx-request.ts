/**
 * Checks of nginx (`auth_request`): the request is described by headers that the nginx configuration sets.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { ProxyTrust } from '../request/index.ts'
import {
  type ClientRequest,
  clientBehind,
  clientLines,
  connectionLines,
  isScheme,
  nonEmptyValue,
  VERIFY_HEADER,
} from './client-request.ts'

/** The remote address of nginx's connection. */
export const ADDRESS_HEADER = 'x-original-address'

/** nginx sets all of them, so that none comes from its client. Lower case. */
const FIELDS = {
  method: 'x-original-method',
  /** The target as received, before nginx normalises it (D1). */
  target: 'x-original-uri',
  /** The client's Host line. */
  host: 'x-original-host',
  /** The name by which nginx selected the server; if it differs from the Host line, the request is refused (D2). */
  name: 'x-original-name',
  scheme: 'x-original-scheme',
  address: ADDRESS_HEADER,
  /** Of the client; those of the check belong to its own connection (D25). */
  connection: 'x-original-connection',
  upgrade: 'x-original-upgrade',
  /** Optional. */
  certificate: VERIFY_HEADER,
} as const

const PROXY_FIELDS: ReadonlySet<string> = new Set(Object.values(FIELDS))

/** @returns Null if a required header is missing or occurs several times: no decision is made then. */
export function readNginx(lines: readonly HeaderLine[], trust: ProxyTrust): ClientRequest | null {
  const method = nonEmptyValue(lines, FIELDS.method)
  const target = nonEmptyValue(lines, FIELDS.target)
  const host = nonEmptyValue(lines, FIELDS.host)
  const name = nonEmptyValue(lines, FIELDS.name)
  const scheme = nonEmptyValue(lines, FIELDS.scheme)
  const address = nonEmptyValue(lines, FIELDS.address)
  if (method === null || target === null || host === null || name === null) return null
  if (!target.startsWith('/') || !isScheme(scheme) || address === null) return null
  const own = clientLines(lines, PROXY_FIELDS)
  const client = clientBehind(address, scheme, own, trust)
  const headers: readonly HeaderLine[] = [
    ['Host', host],
    ...own,
    ...connectionLines(
      nonEmptyValue(lines, FIELDS.connection),
      nonEmptyValue(lines, FIELDS.upgrade),
    ),
  ]
  // The engine refuses a Host line that differs from the authority, so it receives both.
  const authority = name === nginxHost(host) ? host : name
  return { facts: { method, url: `${client.scheme}://${authority}${target}`, headers }, client }
}

/** The Host as nginx writes it in `$host`. */
function nginxHost(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '')
}
