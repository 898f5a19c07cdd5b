/**
 * Which request the proxy asks about, as nginx says it: in lines that its configuration sets for each question.
 *
 * @module
 */
import type { HeaderLine, RequestFacts } from '@marque/core'

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
  /** The client's own lines: those of the question belong to its connection (D25). */
  connection: 'x-original-connection',
  upgrade: 'x-original-upgrade',
} as const

/** Carries the key of the service. */
export const KEY_HEADER = 'marque-service-key'

/** Of the connection between nginx and the service, or for the service alone. */
const NOT_THE_CLIENTS: ReadonlySet<string> = new Set([
  ...Object.values(NAMES),
  'connection',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  KEY_HEADER,
])

/**
 * Reads the request that is asked about.
 *
 * @returns Null where nginx does not say what it must, or says it twice: nothing is decided then.
 */
export function readAsked(lines: readonly HeaderLine[]): RequestFacts | null {
  const method = only(lines, NAMES.method)
  const target = only(lines, NAMES.target)
  const host = only(lines, NAMES.host)
  const name = only(lines, NAMES.name)
  const scheme = only(lines, NAMES.scheme)
  if (method === null || target === null || host === null || name === null) return null
  if (!target.startsWith('/') || (scheme !== 'http' && scheme !== 'https')) return null
  const headers: HeaderLine[] = [
    ['Host', host],
    ...lines.filter(([field]) => !NOT_THE_CLIENTS.has(field.toLowerCase())),
  ]
  const connection = only(lines, NAMES.connection)
  const upgrade = only(lines, NAMES.upgrade)
  if (connection !== null) headers.push(['Connection', connection])
  if (upgrade !== null) headers.push(['Upgrade', upgrade])
  // The engine refuses a Host line that is not the authority, so both are given to it.
  const authority = name === nameOf(host) ? host : name
  return { method, url: `${scheme}://${authority}${target}`, headers }
}

/** The value of the one line with this name; null where there is none, an empty one, or several. */
export function only(lines: readonly HeaderLine[], lower: string): string | null {
  const [first, second] = lines.filter(([name]) => name.toLowerCase() === lower)
  return first === undefined || second !== undefined || first[1] === '' ? null : first[1]
}

/** As nginx writes `$host`. */
function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '')
}
