/**
 * Which request a proxy asks about, and the lines of the question that are its client's own.
 *
 * @module
 */
import type { HeaderLine, RequestFacts } from '@marque/core'
import { type Client, clientOf, type ProxyTrust } from '../exchange/client.ts'

export interface Asked {
  readonly facts: RequestFacts
  readonly client: Client
}

/** Carries the key of the service. */
export const KEY_HEADER = 'marque-service-key'

/** Of the connection between the proxy and the service, or for the service alone. */
const NOT_THE_CLIENTS: ReadonlySet<string> = new Set([
  'connection',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  KEY_HEADER,
])

/** The lines of the question without those of the proxy itself, named in lower case. */
export function clientLines(
  lines: readonly HeaderLine[],
  names: ReadonlySet<string>,
): readonly HeaderLine[] {
  return lines.filter(([field]) => {
    const name = field.toLowerCase()
    return !NOT_THE_CLIENTS.has(name) && !names.has(name)
  })
}

/** `Connection` and `Upgrade` as the client wrote them (D25): those of the question belong to its own connection. */
export function connectionLines(
  connection: string | null,
  upgrade: string | null,
): readonly HeaderLine[] {
  const lines: HeaderLine[] = []
  if (connection !== null) lines.push(['Connection', connection])
  if (upgrade !== null) lines.push(['Upgrade', upgrade])
  return lines
}

/** The client at the far end of the proxies that are trusted. */
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

/** The value of the one line with this name; null where there is none, an empty one, or several. */
export function only(lines: readonly HeaderLine[], lower: string): string | null {
  let found: string | null = null
  for (const [name, value] of lines) {
    if (name.length !== lower.length || name.toLowerCase() !== lower) continue
    if (found !== null) return null
    found = value
  }
  return found === '' ? null : found
}
