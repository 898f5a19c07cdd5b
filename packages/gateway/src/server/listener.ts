/**
 * A listening address: HTTP/1.1 in cleartext, HTTP/1.1 and HTTP/2 over TLS.
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
import { DEFAULT_STALL, type LimitSettings, type ListenSettings } from '../config/index.ts'
import type { GatewayRequest, GatewayResponse } from '../request/index.ts'
import { closeServer, trackConnections } from './close-server.ts'
import { discardFurtherRequests, isDiscarded, isLastPipelined } from './connection-state.ts'
import { LeanRequest } from './lean-request.ts'
import { afterPendingResponses, hasPendingResponse } from './pending-responses.ts'
import { answerUnreadable, type OnUnreadable, peerAddress } from './unreadable-requests.ts'

export interface ServerHandlers {
  readonly request: (request: GatewayRequest, response: GatewayResponse) => void
  /** A WebSocket handshake over HTTP/1.1. Other upgrades are handled as requests without the upgrade (D25). */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** CONNECT over HTTP/2: a WebSocket (RFC 8441), or a tunnel. */
  readonly connect: (request: Http2ServerRequest, response: Http2ServerResponse) => void
  /** The input is not a valid request; the connection closes. */
  readonly unreadable: OnUnreadable
}

export interface Listener {
  /** `http://127.0.0.1:8080`, with the assigned port if port 0 was configured. */
  readonly url: string
  /** Graceful shutdown: see {@link closeServer}. */
  close(timeout: number, onTimeout?: () => void): Promise<void>
}

/** A request header must be complete within this time, milliseconds: a slow client must not hold a connection. */
const HEADER_TIMEOUT = 15_000
/** Idle time between two requests on a connection, milliseconds. */
const KEEP_ALIVE = 65_000
/** Header lines of an HTTP/2 request; the protocol layer refuses requests with more. */
const MAX_HTTP2_LINES = 1_000

/** @throws The address cannot be listened on, or a TLS file cannot be read. */
export async function listen(
  settings: ListenSettings,
  limits: LimitSettings,
  handlers: ServerHandlers,
): Promise<Listener> {
  const server =
    settings.tls === null
      ? cleartextServer(limits, handlers)
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
    close: (timeout, onTimeout) => closeServer(server, connections, timeout, onTimeout),
  }
}

const serverOptions = (limits: LimitSettings) =>
  ({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: HEADER_TIMEOUT,
    keepAliveTimeout: KEEP_ALIVE,
    // Bodies have their own timeouts: relay/request-body.ts.
    requestTimeout: 0,
    connectionsCheckingInterval: 5_000,
    insecureHTTPParser: false,
    // Only WebSockets are upgraded.
    shouldUpgradeCallback: (request: IncomingMessage) =>
      isWebSocketHandshake(request) || declineUpgrade(request),
  }) as const

function cleartextServer(limits: LimitSettings, handlers: ServerHandlers): Server {
  const server = createServer({
    ...serverOptions(limits),
    IncomingMessage: LeanRequest,
    // Most requests have no body, and nothing waits for its end.
    optimizeEmptyRequests: true,
  })
  // Also covers responses that are fully written on the gateway's side but not read by the client.
  server.setTimeout(limits.stall ?? DEFAULT_STALL, closeStalled)
  return attachHandlers(server, handlers)
}

function tlsServer(
  tls: NonNullable<ListenSettings['tls']>,
  limits: LimitSettings,
  handlers: ServerHandlers,
): Http2SecureServer {
  const server = createSecureServer({
    ...serverOptions(limits),
    allowHTTP1: true,
    // As Node's cleartext server does: otherwise the first response waits for the client to acknowledge the handshake.
    noDelay: true,
    cert: readFileSync(tls.certFile),
    key: readFileSync(tls.keyFile),
    minVersion: 'TLSv1.2',
    handshakeTimeout: HEADER_TIMEOUT,
    maxHeaderListPairs: MAX_HTTP2_LINES,
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
  // For HTTP/1.1 over TLS Node ignores these options: its defaults would cut off bodies after five minutes and accept every upgrade.
  const { headersTimeout, requestTimeout, keepAliveTimeout, shouldUpgradeCallback } =
    serverOptions(limits)
  Object.assign(server, {
    headersTimeout,
    requestTimeout,
    keepAliveTimeout,
    shouldUpgradeCallback,
    timeout: limits.stall ?? DEFAULT_STALL,
  })
  // Emitted for HTTP/2 sessions too, which have their own idle timeout.
  server.on('timeout', (source: unknown) => {
    if (source instanceof TLSSocket) closeStalled(source)
  })
  server.on('session', closeIdleSession)
  return attachHandlers(server, handlers)
}

function attachHandlers<AnyServer extends Server | Http2SecureServer>(
  server: AnyServer,
  handlers: ServerHandlers,
): AnyServer {
  // Every header line is evaluated, and the bound is in bytes: Node's bound on their number would drop lines silently.
  ;(server as Server).maxHeadersCount = 0
  const onRequest = (request: GatewayRequest, response: GatewayResponse): void => {
    if (isDiscarded(request.socket)) return
    if (
      response instanceof ServerResponse &&
      (isUpgradeDeclined(request) || isLastPipelined(response))
    ) {
      response.shouldKeepAlive = false
      discardFurtherRequests(request.socket)
    }
    if (isValidForm(request)) handlers.request(request, response)
    else refuseForm(response, handlers)
  }
  server.on('request', onRequest)
  // `100 Continue` is sent once the body is wanted; other expectations are evaluated like any request.
  server.on('checkContinue', onRequest)
  server.on('checkExpectation', onRequest)
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!isValidForm(request) || isDiscarded(socket)) socket.destroy()
    else afterPendingResponses(socket, () => handlers.upgrade(request, socket, head))
  })
  answerUnreadable(server, handlers.unreadable)
  server.on('connect', (request: GatewayRequest, socket: Duplex | Http2ServerResponse) => {
    if (request instanceof Http2ServerRequest || socket instanceof Http2ServerResponse) {
      const response = socket as Http2ServerResponse
      if (isValidForm(request)) handlers.connect(request as Http2ServerRequest, response)
      else refuseForm(response, handlers)
      return
    }
    socket.on('error', () => socket.destroy())
    handlers.unreadable('CONNECT', peerAddress(request.socket))
    afterPendingResponses(socket, () => socket.end(CONNECT_REFUSED))
  })
  return server
}

const CONNECT_REFUSED =
  'HTTP/1.1 405 Method Not Allowed\r\nconnection: close\r\ncontent-length: 0\r\n\r\n'

/**
 * Node's parser accepts request lines without a version and `HTTP/2.0` in cleartext; over HTTP/2, with a scheme unknown to it, it accepts any path, which could
 * be read as part of the authority or in its place.
 */
function isValidForm(request: GatewayRequest): boolean {
  if (!(request instanceof Http2ServerRequest)) return request.httpVersionMajor === 1
  const { url = '' } = request as { readonly url?: string }
  // A CONNECT without `:protocol` has no path (RFC 9113, 8.5).
  return url.charCodeAt(0) === SLASH || url === '*' || (url === '' && request.method === 'CONNECT')
}

const SLASH = 0x2f

/** Answers as the parser answers input that it refuses. */
function refuseForm(response: GatewayResponse, { unreadable }: ServerHandlers): void {
  if (!(response instanceof ServerResponse)) {
    unreadable('HTTP2_PATH', peerAddress(response.req.socket))
    response.stream.close(constants.NGHTTP2_PROTOCOL_ERROR)
    return
  }
  const { socket } = response.req
  unreadable('HPE_INVALID_VERSION', peerAddress(socket))
  discardFurtherRequests(socket)
  response.shouldKeepAlive = false
  response.writeHead(400, { connection: 'close', 'content-length': 0 })
  response.end()
}

/** A handshake is a GET without a body (RFC 6455, 4.2.1); anything else is handled as a request without the upgrade. */
function isWebSocketHandshake({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    headers.upgrade?.toLowerCase() === 'websocket' &&
    headers['transfer-encoding'] === undefined &&
    (headers['content-length'] === undefined || headers['content-length'] === '0')
  )
}

/** Closes a connection without traffic in either direction. Connections that wait for the upstream or send a body have their own timeouts. */
function closeStalled(socket: Socket): void {
  if (!hasPendingResponse(socket) || socket.writableLength > 0) socket.destroy()
}

const UPGRADE_DECLINED = new WeakSet<object>()
let hasDeclined = false

/** Node drops bytes that arrived in the same chunk as a declined upgrade and would parse what follows as a request, so the connection closes after the response. */
function declineUpgrade(request: IncomingMessage): false {
  hasDeclined = true
  UPGRADE_DECLINED.add(request)
  return false
}

function isUpgradeDeclined(request: GatewayRequest): boolean {
  return hasDeclined && UPGRADE_DECLINED.has(request)
}

/** A session without open streams is idle, including one whose header never completes. */
function closeIdleSession(session: ServerHttp2Session): void {
  let openStreams = 0
  session.on('stream', (stream) => {
    openStreams++
    stream.once('close', () => openStreams--)
  })
  session.setTimeout(KEEP_ALIVE, () => {
    if (openStreams === 0) session.close()
  })
  session.on('error', () => session.destroy())
}
