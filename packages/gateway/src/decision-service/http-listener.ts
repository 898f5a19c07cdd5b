/**
 * The HTTP listener for checks.
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
import type { Address, ListenSettings } from '../config/index.ts'
import { answerUnreadable, closeServer, trackConnections } from '../server/index.ts'

/** Header lines of one check, the client's included, which nginx limits to 32 KiB by default. */
const MAX_HEADER_BYTES = 65_536

/** Longer than proxies keep idle connections (nginx 60 seconds, Caddy 120), so that none sends a check on a connection that is closing. Milliseconds. */
const KEEP_ALIVE = 130_000

/** How long a shutdown waits for checks in progress, milliseconds. */
const DRAIN = 1_000

export interface CheckListener {
  /** `http://127.0.0.1:9090`, with the assigned port if port 0 was configured. */
  readonly url: string
  close(): Promise<void>
}

export interface CheckHandlers {
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => void
  readonly onUnreadable: (code: string) => void
}

/**
 * Starts the listener.
 *
 * @param tls With `clientCaFile`, only proxies with a certificate of this authority may connect.
 * @throws The address cannot be listened on, or a TLS file cannot be read.
 */
export async function listenForChecks(
  { host, port }: Address,
  tls: ListenSettings['tls'],
  { onRequest, onUnreadable }: CheckHandlers,
): Promise<CheckListener> {
  const server = tls === null ? createServer(OPTIONS, onRequest) : tlsServer(tls, onRequest)
  server.keepAliveTimeout = KEEP_ALIVE
  // Every header line is evaluated; the bound is in bytes.
  server.maxHeadersCount = 0
  answerUnreadable(server, onUnreadable)
  const connections = trackConnections(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const { address, port: assigned, family } = server.address() as AddressInfo
  const authority = `${family === 'IPv6' ? `[${address}]` : address}:${assigned}`
  return {
    url: `${tls === null ? 'http' : 'https'}://${authority}`,
    close: () => closeServer(server, connections, DRAIN),
  }
}

const OPTIONS: ServerOptions = { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: 15_000 }

function tlsServer(
  { certFile, keyFile, clientCaFile }: NonNullable<ListenSettings['tls']>,
  onRequest: CheckHandlers['onRequest'],
): Server {
  const requiresCertificate = clientCaFile !== null
  return createTlsServer(
    {
      ...OPTIONS,
      cert: readFileSync(certFile),
      key: readFileSync(keyFile),
      minVersion: 'TLSv1.2',
      ...(requiresCertificate && { ca: readFileSync(clientCaFile) }),
      requestCert: requiresCertificate,
      rejectUnauthorized: requiresCertificate,
    },
    onRequest,
  )
}
