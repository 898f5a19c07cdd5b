/**
 * The client's request as described by a check, and which lines of the check are the client's own.
 *
 * @module
 */
import type { HeaderLine, RequestFacts } from '@marque/core'
import { type Client, clientOf, onlyValue, type ProxyTrust } from '../request/index.ts'

export interface ClientRequest {
  readonly facts: RequestFacts
  readonly client: Client
}

/** nginx sets it to `$ssl_client_verify`. */
export const VERIFY_HEADER = 'x-original-certificate'

/** By which proxies pass on the certificate of their client: RFC 9440, and Traefik. */
const CERTIFICATE_HEADERS: readonly string[] = ['client-cert', 'x-forwarded-tls-client-cert']

/**
 * Whether a check says that the client sent a certificate (D13). A client that claims so itself is only granted less.
 */
export function reportsCertificate(lines: readonly HeaderLine[]): boolean {
  return lines.some(([field, value]) => {
    const name = field.toLowerCase()
    if (name === VERIFY_HEADER) return value !== '' && value !== 'NONE'
    return value !== '' && CERTIFICATE_HEADERS.includes(name)
  })
}

/** Carries the key of the service. */
export const KEY_HEADER = 'marque-service-key'

/** Fields of the connection between proxy and service, and fields for the service. */
const NOT_FORWARDED: ReadonlySet<string> = new Set([
  'connection',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  KEY_HEADER,
])

/**
 * The lines of a check without those that the proxy sets.
 *
 * @param proxyFields Lower case.
 */
export function clientLines(
  lines: readonly HeaderLine[],
  proxyFields: ReadonlySet<string>,
): readonly HeaderLine[] {
  return lines.filter(([field]) => {
    const name = field.toLowerCase()
    return !NOT_FORWARDED.has(name) && !proxyFields.has(name)
  })
}

/** `Connection` and `Upgrade` of the client (D25); those of the check belong to its own connection. */
export function connectionLines(
  connection: string | null,
  upgrade: string | null,
): readonly HeaderLine[] {
  const lines: HeaderLine[] = []
  if (connection !== null) lines.push(['Connection', connection])
  if (upgrade !== null) lines.push(['Upgrade', upgrade])
  return lines
}

/** The client at the far end of the trusted proxies. */
export function clientBehind(
  address: string,
  scheme: 'http' | 'https',
  lines: readonly HeaderLine[],
  trust: ProxyTrust,
): Client {
  return clientOf(address, scheme === 'https', lines, trust)
}

export function isScheme(text: string | null): text is 'http' | 'https' {
  return text === 'http' || text === 'https'
}

/**
 * The value of a field that the proxy must send once.
 *
 * @param name Lower case.
 * @returns Null if the field is missing, empty, or occurs several times.
 */
export function nonEmptyValue(lines: readonly HeaderLine[], name: string): string | null {
  return onlyValue(lines, name) || null
}
