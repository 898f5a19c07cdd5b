/**
 * One address that is listened on.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createSecureServer, type Http2SecureServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { GatewayRequest, GatewayResponse } from '../exchange/exchange.ts'
import type { LimitSettings, ListenSettings } from '../settings/settings.ts'

export interface Handlers {
  readonly request: (request: GatewayRequest, response: GatewayResponse) => void
  /** A WebSocket of HTTP/1.1; other upgrades are requests without one (D25). */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

export interface Listener {
  /** `http://127.0.0.1:8080`, with the port that the system chose where 0 was asked for. */
  readonly url: string
  /** Takes no new connection and lets what is under way end; what is left after `wait` milliseconds is cut off. */
  close(wait: number): Promise<void>
}

/** A request's header must be there in this time, whole, milliseconds: a client that sends a byte a minute holds nothing for long. */
const HEADER_TIME = 15_000
/** Between two requests on one connection. */
const KEEP_ALIVE = 65_000

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
    close: (wait) => closeServer(server, wait),
  }
}

const options = (limits: LimitSettings) =>
  ({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: HEADER_TIME,
    keepAliveTimeout: KEEP_ALIVE,
    // A body may take its time; a client that sends nothing is seen by the connection's own timeout.
    requestTimeout: 0,
    connectionsCheckingInterval: 5_000,
    insecureHTTPParser: false,
    // Only WebSockets are upgraded.
    shouldUpgradeCallback: isWebSocket,
  }) as const

function plainServer(limits: LimitSettings, handlers: Handlers): Server {
  const server = createServer(options(limits), handlers.request)
  // All lines of a header are judged, and the bound is in bytes: Node's own bound on their number would drop the rest silently.
  server.maxHeadersCount = 0
  return attach(server, handlers)
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
  return attach(server, handlers)
}

function attach<One extends Server | Http2SecureServer>(server: One, handlers: Handlers): One {
  server.on('upgrade', handlers.upgrade)
  server.on('connect', (request: unknown, socket: Duplex) => {
    // Over HTTP/2 this event is a session's, and extended CONNECT comes as a request.
    if (isRequest(request))
      socket.end(
        'HTTP/1.1 405 Method Not Allowed\r\nconnection: close\r\ncontent-length: 0\r\n\r\n',
      )
  })
  return server
}

function isRequest(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'rawHeaders' in value
}

function isWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket'
}

async function closeServer(server: Server | Http2SecureServer, wait: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections()
    }, wait)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    if ('closeIdleConnections' in server) server.closeIdleConnections()
  })
}
