/**
 * The proxy of a browser under test: it serves the pages of every origin, and leads the requests of the cases to their layers.
 *
 * Through a proxy a browser keeps scheme, host and port of every URL, as in production, and looks up no name. A tunnel ends here: the browser is told to
 * trust the certificate. What belongs to no case gets 404 and is sent nowhere.
 *
 * @module
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { HeaderLine } from '@marque/core'
import { type Arrival, isPreflightRequest } from './arrival.ts'
import type { BrowserCase } from './browser-case.ts'
import type { LayerForwarder } from './layer-forwarder.ts'
import { OPAQUE_PAGE_PATH, PAGE_HTML, PAGE_PATH } from './page.ts'
import type { SelfSigned } from './self-signed.ts'

/** The cookie that stands for the login of a visitor. It is never sent to a layer. */
const COOKIE = 'marque-verify=1'

export interface VerifyProxy {
  /** Of the loopback interface. */
  readonly port: number
  /** What arrived for a case since the last call, in its order. */
  take(id: number): readonly Arrival[]
  close(): Promise<void>
}

export interface ProxyOptions {
  readonly cases: readonly BrowserCase[]
  /** By the index of the layer; null for one that is not asked. */
  readonly forwarders: readonly (LayerForwarder | null)[]
  readonly certificate: SelfSigned
}

export async function startVerifyProxy(options: ProxyOptions): Promise<VerifyProxy> {
  const byUrl = new Map(options.cases.map((each) => [httpUrl(each.page.url), each]))
  const arrivals = new Map<number, Arrival[]>()
  const sockets = new Set<Duplex>()

  const answer = async (request: IncomingMessage): Promise<Arrival['delivered']> => {
    const url = urlOf(request)
    const found = byUrl.get(url)
    if (found === undefined) return ownAnswer(url)
    const arrival = await arrivalFor(found, request, url, options)
    arrivals.set(found.id, [...(arrivals.get(found.id) ?? []), arrival])
    return arrival.delivered
  }
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    request.resume()
    answer(request).then(
      (delivered) => respond(response, delivered, isPage(urlOf(request))),
      () => response.destroy(),
    )
  }
  const onUpgrade = (request: IncomingMessage, socket: Duplex): void => {
    answer(request).then(
      ({ status, headers }) => socket.write(headBytes(status, headers)),
      () => socket.destroy(),
    )
    // The handshake is all that is asked; the page closes the socket.
    socket.once('data', () => socket.end())
  }
  const plain = createServer()
  const secure = createTlsServer({
    cert: options.certificate.certificate,
    key: options.certificate.key,
  })
  for (const server of [plain, secure]) {
    server.on('request', onRequest)
    server.on('upgrade', onUpgrade)
    server.on('clientError', (_error: Error, socket: Duplex) => socket.destroy())
  }
  secure.on('tlsClientError', () => undefined)
  plain.on('connect', (_request: IncomingMessage, socket: Socket) => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    socket.once('readable', () => {
      const first: Buffer | null = socket.read()
      if (first === null) return
      socket.unshift(first)
      // 22: a handshake record of TLS. A tunnel without TLS is a WebSocket of `ws:`.
      const server: Server | typeof secure = first[0] === 22 ? secure : plain
      server.emit('connection', socket)
    })
  })
  plain.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    plain.once('error', reject)
    plain.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (plain.address() as AddressInfo).port,
    take: (id) => {
      const taken = arrivals.get(id) ?? []
      arrivals.delete(id)
      return taken
    },
    close: () =>
      new Promise((resolve) => {
        plain.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

async function arrivalFor(
  { page, layer, forwardsRequest }: BrowserCase,
  request: IncomingMessage,
  url: string,
  { forwarders }: ProxyOptions,
): Promise<Arrival> {
  const method = request.method ?? 'GET'
  const headers = linesOf(request.rawHeaders)
  const isPreflight = isPreflightRequest(method, headers)
  const hasCookie = (request.headers.cookie ?? '').includes(COOKIE)
  const seen = { isPreflight, method, headers, hasCookie }
  const forwarder = forwarders[layer] ?? null
  if (forwarder === null || (!isPreflight && !forwardsRequest)) {
    return { ...seen, forwarded: null, delivered: inPlace(page.origin, page.credentials) }
  }
  const lines = headers.filter(([name]) => !isOfConnection(name, request))
  const withCredentials = !isPreflight && page.credentials
  const sentAt = Date.now()
  const answer = await forwarder.send(method, url, lines, withCredentials)
  const delivered =
    answer === null
      ? { status: 502, headers: [] }
      : { status: answer.status, headers: answer.headers.filter(([name]) => isDelivered(name)) }
  return {
    ...seen,
    forwarded: { headers: lines, withCredentials, sentAt, answer },
    delivered,
  }
}

/** The answer to a request that is not sent to the layer: granted, so that only the preflight decides. */
function inPlace(origin: string, credentials: boolean): Arrival['delivered'] {
  const headers: HeaderLine[] = [['Access-Control-Allow-Origin', origin]]
  if (credentials) headers.push(['Access-Control-Allow-Credentials', 'true'])
  return { status: 200, headers }
}

/** What the browser says to the proxy, the cookie of the run, and what compresses. */
function isOfConnection(name: string, request: IncomingMessage): boolean {
  const lower = name.toLowerCase()
  if (lower === 'connection' || lower === 'upgrade') return request.headers.upgrade === undefined
  return /^(?:host|cookie|proxy-.*|keep-alive|te|transfer-encoding|accept-encoding)$/.test(lower)
}

/** What of an answer reaches the browser: nothing that frames it, opens a dialog, or changes the answers to later cases. */
function isDelivered(name: string): boolean {
  return !/^(?:connection|keep-alive|transfer-encoding|content-length|content-encoding|trailer|set-cookie|www-authenticate|proxy-.*|strict-transport-security|alt-svc|clear-site-data|refresh|link|nel|report-to|reporting-endpoints)$/i.test(
    name,
  )
}

function isPage(url: string): boolean {
  const { pathname, search } = new URL(url)
  return search === '' && (pathname === PAGE_PATH || pathname === OPAQUE_PAGE_PATH)
}

function ownAnswer(url: string): Arrival['delivered'] {
  if (!isPage(url)) return { status: 404, headers: [] }
  const headers: HeaderLine[] = [['Content-Type', 'text/html']]
  const isSecure = url.startsWith('https:')
  headers.push(['Set-Cookie', `${COOKIE}; Path=/${isSecure ? '; Secure; SameSite=None' : ''}`])
  if (new URL(url).pathname === OPAQUE_PAGE_PATH) {
    headers.push(['Content-Security-Policy', 'sandbox allow-scripts'])
  }
  return { status: 200, headers }
}

function respond(
  response: ServerResponse,
  { status, headers }: Arrival['delivered'],
  isPageAnswer: boolean,
): void {
  const { socket } = response
  if (isPageAnswer) {
    response.writeHead(status, headers.flat())
    response.end(PAGE_HTML)
    return
  }
  // Written by hand: Node refuses some values that browsers accept.
  socket?.end(headBytes(status, headers))
}

function headBytes(status: number, headers: readonly HeaderLine[]): Buffer {
  const framing =
    status === 101
      ? ['Connection: Upgrade']
      : [...(status === 204 || status === 304 ? [] : ['Content-Length: 0']), 'Connection: close']
  const lines = headers.map(([name, value]) => `${name}: ${value}`)
  return Buffer.from(
    [`HTTP/1.1 ${status} marque`, ...lines, ...framing, '', ''].join('\r\n'),
    'latin1',
  )
}

function linesOf(raw: readonly string[]): readonly HeaderLine[] {
  const lines: HeaderLine[] = []
  for (let at = 0; at + 1 < raw.length; at += 2) lines.push([raw[at] ?? '', raw[at + 1] ?? ''])
  return lines
}

/** The URL as the page has it: absolute in a request to the proxy, else below the host of a tunnel. */
function urlOf({ url = '/', headers, socket }: IncomingMessage): string {
  if (/^https?:/i.test(url)) return url
  return `${socket instanceof TLSSocket ? 'https' : 'http'}://${headers.host ?? ''}${url}`
}

function httpUrl(url: string): string {
  return url.replace(/^ws/, 'http')
}
