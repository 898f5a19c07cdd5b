/**
 * The address where proxies ask.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { closeServer, trackConnections } from '../listen/close-server.ts'
import { answerUnreadable } from '../listen/unreadable.ts'
import type { Address, ListenSettings } from '../settings/settings.ts'

/** The header lines of one question, the client's own among them, which nginx bounds at 32 KiB unless it is told otherwise. */
const HEADER_BYTES = 65_536

/** Idle connections are kept longer than the proxies keep them, so that none asks on one that ends just then: nginx for 60 seconds, Caddy for 120. Milliseconds. */
const KEEP_ALIVE = 130_000

/** How long a stop waits for questions that are under way, milliseconds. */
const DRAIN = 1_000

export interface ServiceListener {
  /** `http://127.0.0.1:9090`, with the port that the system chose where 0 was asked for. */
  readonly url: string
  close(): Promise<void>
}

export interface ServiceHandlers {
  readonly ask: (request: IncomingMessage, response: ServerResponse) => void
  readonly unreadable: (code: string) => void
}

/**
 * Listens.
 *
 * @param tls With `clientCaFile` only a proxy that has a certificate of this authority may ask.
 * @throws The address cannot be listened on, or a TLS file cannot be read.
 */
export async function listenForQuestions(
  { host, port }: Address,
  tls: ListenSettings['tls'],
  { ask, unreadable }: ServiceHandlers,
): Promise<ServiceListener> {
  const server = tls === null ? createServer(OPTIONS, ask) : tlsServer(tls, ask)
  server.keepAliveTimeout = KEEP_ALIVE
  // All lines are judged; the bound is in bytes.
  server.maxHeadersCount = 0
  answerUnreadable(server, unreadable)
  const connections = trackConnections(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const { address, port: taken, family } = server.address() as AddressInfo
  const authority = `${family === 'IPv6' ? `[${address}]` : address}:${taken}`
  return {
    url: `${tls === null ? 'http' : 'https'}://${authority}`,
    close: () => closeServer(server, connections, DRAIN),
  }
}

const OPTIONS: ServerOptions = { maxHeaderSize: HEADER_BYTES, headersTimeout: 15_000 }

function tlsServer(
  { certFile, keyFile, clientCaFile }: NonNullable<ListenSettings['tls']>,
  ask: ServiceHandlers['ask'],
): Server {
  const isClosed = clientCaFile !== null
  return createTlsServer(
    {
      ...OPTIONS,
      cert: readFileSync(certFile),
      key: readFileSync(keyFile),
      minVersion: 'TLSv1.2',
      ...(isClosed && { ca: readFileSync(clientCaFile) }),
      requestCert: isClosed,
      rejectUnauthorized: isClosed,
    },
    ask,
  )
}
