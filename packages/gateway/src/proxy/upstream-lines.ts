/**
 * The header lines that go to the upstream.
 *
 * @module
 */
import type { HeaderLine, RequestFacts } from '@marque/core'
import type { Client } from '../exchange/client.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { endOfAuthority } from '../exchange/facts.ts'
import { traceparent } from '../exchange/ids.ts'
import { knownFields } from './known-fields.ts'

/** Of one connection only (RFC 9110, 7.6.1), or said anew by the gateway; `-` for every `_` too, since many servers read both alike. */
const DROPPED: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'expect',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-real-ip',
  'x-request-id',
  'traceparent',
  'tracestate',
  'client-cert',
  'client-cert-chain',
])

/** D29: `Connection` may not make these disappear. */
const KEPT = /^(?:origin|host|cookie|authorization|access-control-.*|sec-fetch-.*|marque-.*)$/

/**
 * Names and values in turn. The client's lines keep order and case; what only the gateway may say is said by it alone.
 *
 * @param more Lines of the gateway: the statement, the client certificate.
 */
export function upstreamLines(exchange: Exchange, more: readonly HeaderLine[]): string[] {
  const { facts, request, requestId, trace } = exchange
  const named = namedByConnection(facts.headers)
  const flat: string[] = []
  const isHttp2 = request.httpVersionMajor === 2
  let cookies = ''
  for (const [raw, value] of facts.headers) {
    const { name, lower, isDropped } = fieldOf(raw)
    if (isDropped || named?.has(lower) === true) continue
    // RFC 9113, 8.2.3: what HTTP/2 splits is one field again.
    if (isHttp2 && lower === 'cookie') cookies = cookies === '' ? value : `${cookies}; ${value}`
    else flat.push(name, value)
  }
  if (cookies !== '') flat.push('cookie', cookies)
  for (const text of senderLines(exchange)) flat.push(text)
  flat.push('x-request-id', requestId, 'traceparent', traceparent(trace))
  if (trace.state !== null) flat.push('tracestate', trace.state)
  for (const [name, value] of more) flat.push(name, value)
  return flat
}

interface Said {
  readonly host: string
  readonly lines: readonly string[]
}

/** What was last said of a client that no proxy stands before: the same for the next request on its connection, if that names the same host. */
const SAID = new WeakMap<Client, Said>()

/** Who asks, and whom: names and values in turn. */
function senderLines({ facts, client, request }: Exchange): readonly string[] {
  const host = authorityOf(facts)
  const said = SAID.get(client)
  if (said !== undefined && said.host === host) return said.lines
  const remote = request.socket.remoteAddress ?? ''
  const peer = remote.startsWith('::ffff:') ? remote.slice(7) : remote
  const chain = client.isViaProxy ? chainOf(facts.headers) : ''
  const lines = [
    ...['host', host],
    ...['x-forwarded-for', chain === '' ? peer : `${chain}, ${peer}`],
    ...['x-forwarded-proto', client.scheme, 'x-forwarded-host', host],
    ...['forwarded', forwarded(client.address, host, client.scheme)],
  ]
  if (!client.isViaProxy && peer !== '') SAID.set(client, { host, lines })
  return lines
}

/** What was judged: that of an absolute-form target, else Host or `:authority` (D2). */
function authorityOf({ url }: RequestFacts): string {
  const start = url.indexOf('://') + 3
  const end = endOfAuthority(url)
  return end < 0 ? url.slice(start) : url.slice(start, end)
}

const fieldOf = knownFields(isDropped)

function isDropped(lower: string): boolean {
  if (lower === 'host' || lower.startsWith(':') || isOurs(lower)) return true
  if (!lower.includes('_')) return false
  const read = lower.replaceAll('_', '-')
  // A second length that only some servers see, where the body ends by the first.
  return isOurs(read) || read === 'content-length' || read === 'host'
}

/** All names of ours: an application behind believes what they say. */
function isOurs(lower: string): boolean {
  return DROPPED.has(lower) || lower.startsWith('marque-')
}

/** What the client names as of this connection only. */
function namedByConnection(lines: readonly HeaderLine[]): ReadonlySet<string> | null {
  let named: Set<string> | null = null
  for (const [name, value] of lines) {
    if (name.length !== 10 || name.toLowerCase() !== 'connection') continue
    if (value === 'keep-alive' || value === 'close') continue
    for (const part of value.split(',')) {
      const option = part.trim().toLowerCase()
      if (option === '' || option === 'close' || option === 'keep-alive' || KEPT.test(option))
        continue
      named ??= new Set()
      named.add(option)
    }
  }
  return named
}

function chainOf(lines: readonly HeaderLine[]): string {
  return lines
    .filter(([name]) => name.toLowerCase() === 'x-forwarded-for')
    .map(([, value]) => value)
    .join(', ')
}

/** RFC 7239: an IPv6 address is quoted and in brackets, a host with a port quoted. */
function forwarded(address: string, host: string, scheme: string): string {
  const node = address.includes(':') ? `"[${address}]"` : address
  const quoted = /^[A-Za-z0-9.-]+$/.test(host) ? host : `"${host.replace(/["\\]/g, '')}"`
  return `for=${node};host=${quoted};proto=${scheme}`
}
