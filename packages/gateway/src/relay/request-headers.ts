/**
 * The header lines of the request to the upstream.
 *
 * @module
 */
import {
  type HeaderLine,
  READ_HEADER,
  READ_REQUEST,
  type RequestFacts,
  requestsReport,
} from '@marque/core'
import {
  authorityEnd,
  type Client,
  type Exchange,
  isEvaluatedHeader,
  traceparent,
  valuesOf,
} from '../request/index.ts'
import { headerNameCache } from './header-name-cache.ts'

/** Hop-by-hop fields (RFC 9110, 7.6.1), and fields that the gateway sets itself. Names with `_` for `-` are dropped too, since many servers read both alike. */
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

/**
 * Names and values in turn. The client's lines keep their order and case, without those reserved to the gateway.
 *
 * @param more Lines of the gateway: the statement, the client certificate.
 */
export function upstreamRequestHeaders(exchange: Exchange, more: readonly HeaderLine[]): string[] {
  const { facts, request, requestId, trace } = exchange
  const hopByHop = connectionOptions(facts.headers)
  const flat: string[] = []
  const isHttp2 = request.httpVersionMajor === 2
  const headerName = exchange.client.isViaProxy ? headerNameOfProxy : headerNameOfClient
  let cookies = ''
  for (const [raw, value] of facts.headers) {
    const { name, lower, isDropped } = headerName(raw)
    if (isDropped || hopByHop?.has(lower) === true) continue
    // RFC 9113, 8.2.3: cookies that HTTP/2 splits are joined again.
    if (isHttp2 && lower === 'cookie') cookies = cookies === '' ? value : `${cookies}; ${value}`
    else flat.push(name, value)
  }
  if (cookies !== '') flat.push('cookie', cookies)
  for (const text of forwardingHeaders(exchange)) flat.push(text)
  flat.push('x-request-id', requestId, 'traceparent', traceparent(trace))
  if (requestsReport(exchange.decision)) flat.push(READ_HEADER, READ_REQUEST)
  if (trace.state !== null) flat.push('tracestate', trace.state)
  for (const [name, value] of more) flat.push(name, value)
  return flat
}

interface ForwardingHeaders {
  readonly host: string
  readonly lines: readonly string[]
}

/** Cache for direct clients: the lines are the same for further requests to the same host. */
const FORWARDING_HEADERS = new WeakMap<Client, ForwardingHeaders>()

/** `Host`, `X-Forwarded-*` and `Forwarded`: names and values in turn. */
function forwardingHeaders({ facts, client, request }: Exchange): readonly string[] {
  const host = authorityOf(facts)
  const cached = FORWARDING_HEADERS.get(client)
  if (cached !== undefined && cached.host === host) return cached.lines
  const remote = request.socket.remoteAddress ?? ''
  const peer = remote.startsWith('::ffff:') ? remote.slice(7) : remote
  const chain = client.isViaProxy ? valuesOf(facts.headers, 'x-forwarded-for').join(', ') : ''
  const lines = [
    ...['host', host],
    ...['x-forwarded-for', chain === '' ? peer : `${chain}, ${peer}`],
    ...['x-forwarded-proto', client.scheme, 'x-forwarded-host', host],
    ...['forwarded', forwardedField(client.address, host, client.scheme)],
  ]
  if (!client.isViaProxy && peer !== '') FORWARDING_HEADERS.set(client, { host, lines })
  return lines
}

/** The authority that was evaluated: that of an absolute-form target, else Host or `:authority` (D2). */
function authorityOf({ url }: RequestFacts): string {
  const start = url.indexOf('://') + 3
  const end = authorityEnd(url)
  return end < 0 ? url.slice(start) : url.slice(start, end)
}

const headerNameOfClient = headerNameCache((lower) => isOfProxy(lower) || isDropped(lower))
/** From a trusted proxy: what it adds beside the fields that the gateway sets itself, such as `X-Forwarded-Prefix`, is forwarded. */
const headerNameOfProxy = headerNameCache(isDropped)

function isOfProxy(lower: string): boolean {
  return lower.startsWith('x-forwarded-')
}

function isDropped(lower: string): boolean {
  if (lower === 'host' || lower.startsWith(':') || isReserved(lower)) return true
  if (!lower.includes('_')) return false
  const dashed = lower.replaceAll('_', '-')
  if (isOfProxy(dashed)) return true
  // `content_length` would be a second length that only some servers see.
  return isReserved(dashed) || dashed === 'content-length' || dashed === 'host'
}

/** Applications trust these fields, so clients must not set them. */
function isReserved(lower: string): boolean {
  return DROPPED.has(lower) || lower.startsWith('marque-')
}

/** The names that the client lists in `Connection` as hop-by-hop, without those that decisions read. */
function connectionOptions(lines: readonly HeaderLine[]): ReadonlySet<string> | null {
  let names: Set<string> | null = null
  for (const [name, value] of lines) {
    if (name.length !== 10 || name.toLowerCase() !== 'connection') continue
    if (value === 'keep-alive' || value === 'close') continue
    for (const part of value.split(',')) {
      const option = part.trim().toLowerCase()
      if (
        option === '' ||
        option === 'close' ||
        option === 'keep-alive' ||
        isEvaluatedHeader(option)
      )
        continue
      names ??= new Set()
      names.add(option)
    }
  }
  return names
}

/** RFC 7239: IPv6 addresses are bracketed and quoted, hosts with a port quoted. */
function forwardedField(address: string, host: string, scheme: string): string {
  const node = address.includes(':') ? `"[${address}]"` : address
  const quoted = /^[A-Za-z0-9.-]+$/.test(host) ? host : `"${host.replace(/["\\]/g, '')}"`
  return `for=${node};host=${quoted};proto=${scheme}`
}
