/**
 * Checks of Envoy (`ext_authz`), over gRPC and over HTTP.
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
} from './client-request.ts'
import type { EnvoyCheckRequest } from './envoy-messages.ts'

/** Prefix of the client's target in checks over HTTP: `path_prefix` in Envoy's configuration. */
export const ENVOY_PREFIX = '/envoy'

/** Set by Envoy's configuration for checks over HTTP. */
const FIELDS = {
  scheme: 'x-original-scheme',
  /** The remote address of Envoy's connection. */
  address: 'x-original-address',
  /** Of the client; those of the check belong to Envoy's connection (D25). */
  connection: 'x-original-connection',
  upgrade: 'x-original-upgrade',
} as const

/** Envoy does not pass on the client's body, so `Content-Length` is that of the check. */
const PROXY_FIELDS: ReadonlySet<string> = new Set([...Object.values(FIELDS), 'content-length'])

/**
 * Reads a check over gRPC.
 *
 * @returns Null if a required value is missing or occurs several times: no decision is made then.
 */
export function readEnvoyGrpc(
  { lines, clientAddress }: Pick<EnvoyCheckRequest, 'lines' | 'clientAddress'>,
  trust: ProxyTrust,
): ClientRequest | null {
  if (lines === null) return null
  // The pseudo-headers are the request line and Host, as Envoy forwards them.
  const method = nonEmptyValue(lines, ':method')
  const scheme = nonEmptyValue(lines, ':scheme')
  const host = nonEmptyValue(lines, ':authority')
  const target = nonEmptyValue(lines, ':path')
  const own = lines.filter(([name]) => !name.startsWith(':') && name !== 'host')
  return clientRequestOf({ method, scheme, host, target, own, address: clientAddress ?? '' }, trust)
}

/**
 * Reads a check over HTTP: method and Host are the client's, the target is the client's with {@link ENVOY_PREFIX} before it.
 *
 * @returns Null if a required header is missing or occurs several times: no decision is made then.
 */
export function readEnvoyHttp(
  method: string,
  target: string,
  lines: readonly HeaderLine[],
  trust: ProxyTrust,
): ClientRequest | null {
  const address = nonEmptyValue(lines, FIELDS.address)
  if (address === null) return null
  const own = [
    ...clientLines(lines, PROXY_FIELDS),
    ...connectionLines(
      nonEmptyValue(lines, FIELDS.connection),
      nonEmptyValue(lines, FIELDS.upgrade),
    ),
  ]
  const scheme = nonEmptyValue(lines, FIELDS.scheme)
  const host = nonEmptyValue(lines, 'host')
  const original = target.slice(ENVOY_PREFIX.length)
  return clientRequestOf({ method, scheme, host, target: original, own, address }, trust)
}

interface RequestParts {
  readonly method: string | null
  readonly scheme: string | null
  readonly host: string | null
  readonly target: string | null
  readonly own: readonly HeaderLine[]
  readonly address: string
}

function clientRequestOf(parts: RequestParts, trust: ProxyTrust): ClientRequest | null {
  const { method, scheme, host, target, own, address } = parts
  if (method === null || host === null || target === null || !isScheme(scheme)) return null
  if (!target.startsWith('/')) return null
  const client = clientBehind(address, scheme, own, trust)
  // The engine refuses an invalid Host: text after a slash in it would be evaluated as the target.
  const headers: readonly HeaderLine[] = [['Host', host], ...own]
  return { facts: { method, url: `${client.scheme}://${host}${target}`, headers }, client }
}
