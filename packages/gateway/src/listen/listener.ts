/**
 * One address that is listened on.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import {
  createSecureServer,
  type Http2SecureServer,
  Http2ServerRequest,
  Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { GatewayRequest, GatewayResponse } from '../exchange/exchange.ts'
import type { LimitSettings, ListenSettings } from '../settings/settings.ts'
import { closeServer, trackConnections } from './close-server.ts'
import { answerUnreadable } from './unreadable.ts'

export interface Handlers {
  readonly request: (request: GatewayRequest, response: GatewayResponse) => void
  /** A WebSocket of HTTP/1.1; other upgrades are requests without one (D25). */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** What came is no request; the connection ends. */
  readonly unreadable: (code: string) => void
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
    shouldUpgradeCallback: isWebSocket,
  }) as const

function plainServer(limits: LimitSettings, handlers: Handlers): Server {
  return attach(createServer(options(limits), handlers.request), handlers)
}

function tlsServer(
  tls: NonNullable<ListenSettings['tls']>,
  limits: LimitSettings,
  handlers: Handlers,
): Http2SecureServer {
  const server = createSecureServer(
    {
      ...options(limits),
      allowHTTP1: true,
      cert: readFileSync(tls.certFile),
      key: readFileSync(tls.keyFile),
      minVersion: 'TLSv1.2',
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
    },
    handlers.request,
  )
  server.on('session', endWhenIdle)
  return attach(server, handlers)
}

function attach<One extends Server | Http2SecureServer>(server: One, handlers: Handlers): One {
  // All lines of a header are judged, and the bound is in bytes: Node's own bound on their number would drop the rest silently.
  ;(server as Server).maxHeadersCount = 0
  server.on('upgrade', handlers.upgrade)
  answerUnreadable(server, handlers.unreadable)
  // The body is asked for when it is known that somebody wants it.
  server.on('checkContinue', handlers.request)
  server.on('connect', (request: GatewayRequest, socket: Duplex | Http2ServerResponse) => {
    if (request instanceof Http2ServerRequest || socket instanceof Http2ServerResponse) {
      handlers.connect(request as Http2ServerRequest, socket as Http2ServerResponse)
      return
    }
    socket.on('error', () => socket.destroy())
    socket.end('HTTP/1.1 405 Method Not Allowed\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
  })
  return server
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
