/**
 * One address that is listened on.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http'
import {
  constants,
  createSecureServer,
  type Http2SecureServer,
  Http2ServerRequest,
  Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { GatewayRequest, GatewayResponse } from '../exchange/exchange.ts'
import { DEFAULT_STALL } from '../settings/defaults.ts'
import type { LimitSettings, ListenSettings } from '../settings/settings.ts'
import { afterAnswers, isAnswering } from './after-answers.ts'
import { closeServer, trackConnections } from './close-server.ts'
import { endRequests, isPassedOver } from './last-request.ts'
import { LeanRequest } from './lean-request.ts'
import { isLastPipelined } from './pipelined.ts'
import { addressOf, answerUnreadable, type Told } from './unreadable.ts'

export interface Handlers {
  readonly request: (request: GatewayRequest, response: GatewayResponse) => void
  /** A WebSocket of HTTP/1.1; other upgrades are requests without one (D25). */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** What came is no request; the connection ends. */
  readonly unreadable: Told
  /** A CONNECT over HTTP/2: a WebSocket (RFC 8441), or none. */
  readonly connect: (request: Http2ServerRequest, response: Http2ServerResponse) => void
}

export interface Listener {
  /** `http://127.0.0.1:8080`, with the port that the system chose where 0 was asked for. */
  readonly url: string
  /**
   * Takes no new connection and lets what is under way end. After `wait` milliseconds `atEnd` is called, and what is left a little later is cut off.
   */
  close(wait: number, atEnd?: () => void): Promise<void>
}

/** A request's header must be there in this time, whole, milliseconds: a client that sends a byte a minute holds nothing for long. */
const HEADER_TIME = 15_000
/** Between two requests on one connection. */
const KEEP_ALIVE = 65_000
/** Header lines of one request over HTTP/2; a request with more is refused by the protocol. */
const HTTP2_LINES = 1_000

/** @throws The address cannot be listened on, or a TLS file cannot be read. */
export async function listen(
  settings: ListenSettings,
  limits: LimitSettings,
  handlers: Handlers,
): Promise<Listener> {
  const server =
    settings.tls === null
      ? plainServer(limits, handlers)
      : tlsServer(settings.tls, limits, handlers)
  server.maxConnections = limits.connections
  const connections = trackConnections(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(settings.port, settings.host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const { address, port, family } = server.address() as AddressInfo
  const host = family === 'IPv6' ? `[${address}]` : address
  return {
    url: `${settings.tls === null ? 'http' : 'https'}://${host}:${port}`,
    close: (wait, atEnd) => closeServer(server, connections, wait, atEnd),
  }
}

const options = (limits: LimitSettings) =>
  ({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: HEADER_TIME,
    keepAliveTimeout: KEEP_ALIVE,
    // The body has bounds of its own: proxy/request-body.ts.
    requestTimeout: 0,
    connectionsCheckingInterval: 5_000,
    insecureHTTPParser: false,
    // Only WebSockets are upgraded.
    shouldUpgradeCallback: (request: IncomingMessage) => isWebSocket(request) || decline(request),
  }) as const

function plainServer(limits: LimitSettings, handlers: Handlers): Server {
  const server = createServer({
    ...options(limits),
    IncomingMessage: LeanRequest,
    // Most requests have no body: nobody waits for the end of none.
    optimizeEmptyRequests: true,
  })
  // Also of what is sent already on both sides of the gateway, when nobody else waits for it any more.
  server.setTimeout(limits.stall ?? DEFAULT_STALL, endWhenStalled)
  return attach(server, handlers)
}

function tlsServer(
  tls: NonNullable<ListenSettings['tls']>,
  limits: LimitSettings,
  handlers: Handlers,
): Http2SecureServer {
  const server = createSecureServer({
    ...options(limits),
    allowHTTP1: true,
    // As Node's server in clear does: behind a handshake the first answer would wait for the client to acknowledge it.
    noDelay: true,
    cert: readFileSync(tls.certFile),
    key: readFileSync(tls.keyFile),
    minVersion: 'TLSv1.2',
    handshakeTimeout: HEADER_TIME,
    maxHeaderListPairs: HTTP2_LINES,
    maxSendHeaderBlockLength: 262_144,
    settings: {
      enableConnectProtocol: true,
      maxConcurrentStreams: 128,
      maxHeaderListSize: limits.headerBytes,
    },
    ...(tls.clientCaFile !== null && {
      ca: readFileSync(tls.clientCaFile),
      requestCert: true,
      rejectUnauthorized: false,
    }),
  })
  // Node has its own of these here: bounds that would cut off a body that takes five minutes, and a callback that takes every upgrade for one of ours.
  const { headersTimeout, requestTimeout, keepAliveTimeout, shouldUpgradeCallback } =
    options(limits)
  Object.assign(server, {
    headersTimeout,
    requestTimeout,
    keepAliveTimeout,
    shouldUpgradeCallback,
    timeout: limits.stall ?? DEFAULT_STALL,
  })
  // Sessions of HTTP/2 are told of too, and have a bound of their own.
  server.on('timeout', (one: unknown) => {
    if (one instanceof TLSSocket) endWhenStalled(one)
  })
  server.on('session', endWhenIdle)
  return attach(server, handlers)
}

function attach<One extends Server | Http2SecureServer>(server: One, handlers: Handlers): One {
  // All lines of a header are judged, and the bound is in bytes: Node's own bound on their number would drop the rest silently.
  ;(server as Server).maxHeadersCount = 0
  const take = (request: GatewayRequest, response: GatewayResponse): void => {
    if (isPassedOver(request.socket)) return
    if (response instanceof ServerResponse && (isDeclined(request) || isLastPipelined(response))) {
      response.shouldKeepAlive = false
      endRequests(request.socket)
    }
    if (isSpoken(request)) handlers.request(request, response)
    else refuseForm(response, handlers)
  }
  server.on('request', take)
  // The body is asked for when it is known that somebody wants it; what else is expected is judged first like any request.
  server.on('checkContinue', take)
  server.on('checkExpectation', take)
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!isSpoken(request) || isPassedOver(socket)) socket.destroy()
    else afterAnswers(socket, () => handlers.upgrade(request, socket, head))
  })
  answerUnreadable(server, handlers.unreadable)
  server.on('connect', (request: GatewayRequest, socket: Duplex | Http2ServerResponse) => {
    if (request instanceof Http2ServerRequest || socket instanceof Http2ServerResponse) {
      const response = socket as Http2ServerResponse
      if (isSpoken(request)) handlers.connect(request as Http2ServerRequest, response)
      else refuseForm(response, handlers)
      return
    }
    socket.on('error', () => socket.destroy())
    handlers.unreadable('CONNECT', addressOf(request.socket))
    afterAnswers(socket, () => socket.end(NO_TUNNEL))
  })
  return server
}

const NO_TUNNEL =
  'HTTP/1.1 405 Method Not Allowed\r\nconnection: close\r\ncontent-length: 0\r\n\r\n'

/**
 * Node's parser also takes lines that end without a version, and `HTTP/2.0` in clear, for requests; and over HTTP/2, below a scheme of which it knows nothing, any
 * path, which would be read as a part of the authority or in its place.
 */
function isSpoken(request: GatewayRequest): boolean {
  if (!(request instanceof Http2ServerRequest)) return request.httpVersionMajor === 1
  const { url = '' } = request as { readonly url?: string }
  // A CONNECT that is no WebSocket's has no path (RFC 9113, 8.5).
  return url.charCodeAt(0) === SLASH || url === '*' || (url === '' && request.method === 'CONNECT')
}

const SLASH = 0x2f

/** As the parser answers what it knows to be wrong. */
function refuseForm(response: GatewayResponse, { unreadable }: Handlers): void {
  if (!(response instanceof ServerResponse)) {
    unreadable('HTTP2_PATH', addressOf(response.req.socket))
    response.stream.close(constants.NGHTTP2_PROTOCOL_ERROR)
    return
  }
  const { socket } = response.req
  unreadable('HPE_INVALID_VERSION', addressOf(socket))
  endRequests(socket)
  response.shouldKeepAlive = false
  response.writeHead(400, { connection: 'close', 'content-length': 0 })
  response.end()
}

/** A handshake (RFC 6455, 4.2.1) is a GET without a body: anything else goes on as the request that it is, without the upgrade. */
function isWebSocket({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    headers['transfer-encoding'] === undefined &&
    (headers['content-length'] === undefined || headers['content-length'] === '0')
  )
}

/** A connection that is quiet in both directions. One that waits for the application, or sends a body, has bounds of its own elsewhere. */
function endWhenStalled(socket: Socket): void {
  if (!isAnswering(socket) || socket.writableLength > 0) socket.destroy()
}

const DECLINED = new WeakSet<object>()
let hasDeclined = false

/** Node drops what came in one piece with such a request behind it, and would read the rest of that for a request: the connection ends with the answer. */
function decline(request: IncomingMessage): false {
  hasDeclined = true
  DECLINED.add(request)
  return false
}

function isDeclined(request: GatewayRequest): boolean {
  return hasDeclined && DECLINED.has(request)
}

/** A session without a stream is idle, also one whose header never comes whole. */
function endWhenIdle(session: ServerHttp2Session): void {
  let open = 0
  session.on('stream', (stream) => {
    open++
    stream.once('close', () => open--)
  })
  session.setTimeout(KEEP_ALIVE, () => {
    if (open === 0) session.close()
  })
  session.on('error', () => session.destroy())
}
