/**
 * A layer whose every byte a test decides, and the probes to ask it.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import type { HeaderLine } from '@marque/core'
import { listen } from '@marque/testkit/http'
import type { AskOptions, Layer } from '../../src/prober/index.ts'
import type { Probe } from '../../src/probes/index.ts'

export interface ReceivedRequest {
  /** The head, one character for each byte, with its empty line. */
  readonly head: string
  readonly line: string
  /** From 0. */
  readonly connection: number
  /** Milliseconds of `performance.now()`. */
  readonly at: number
}

export interface RawLayer {
  readonly layer: Layer
  readonly requests: ReceivedRequest[]
  readonly connections: () => number
  close(): Promise<void>
}

/** Answers a request: a text is written as Latin-1, null closes the connection, undefined leaves it to the function. */
export type Respond = (
  request: ReceivedRequest,
  socket: Socket,
  index: number,
) => string | null | undefined

export const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'

/**
 * Starts one on a loopback port.
 *
 * @param onConnection Called for each connection, before a request.
 */
export async function startRawLayer(
  respond: Respond,
  tls?: TlsOptions,
  onConnection?: (socket: Socket) => void,
): Promise<RawLayer> {
  const requests: ReceivedRequest[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const serve = (socket: Socket): void => {
    const connection = connections
    connections += 1
    sockets.add(socket)
    let text = ''
    socket.setNoDelay()
    onConnection?.(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const head = text.slice(0, end + 4)
        text = text.slice(end + 4)
        const line = head.slice(0, head.indexOf('\r\n'))
        const request = { head, line, connection, at: performance.now() }
        requests.push(request)
        const answer = respond(request, socket, requests.length - 1)
        if (answer === null) socket.destroy()
        else if (answer !== undefined) socket.write(Buffer.from(answer, 'latin1'))
      }
    })
  }
  const server: Server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve)
  const port = await listen(server)
  return {
    layer: layerAt(`${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/`),
    requests,
    connections: () => connections,
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

export function layerAt(url: string, changes: Partial<Layer> = {}): Layer {
  return { name: 'proxy', url, http: 1, target: null, onlyAsSeen: false, ...changes }
}

export function probe(id: number, changes: Partial<Probe> = {}): Probe {
  return {
    id,
    kind: 'actual',
    resource: 'items',
    origin: { value: null, role: 'none', nearMiss: null },
    method: 'GET',
    url: `https://api.example.com/v1/items/${id}`,
    headers: [],
    withCredentials: false,
    conditionalOn: null,
    sequence: null,
    ...changes,
  }
}

export function probes(count: number, changes: Partial<Probe> = {}): readonly Probe[] {
  return Array.from({ length: count }, (_, id) => probe(id, changes))
}

export function options(changes: Partial<AskOptions> = {}): AskOptions {
  return {
    headers: [],
    credentials: [],
    forwardedHttps: false,
    concurrency: 4,
    rate: null,
    replicas: 1,
    tls: { ca: null, client: null },
    seed: 7,
    timeout: 10_000,
    signal: new AbortController().signal,
    ...changes,
  }
}

/** The header lines of a head, in order. */
export function headersOf({ head }: Pick<ReceivedRequest, 'head'>): readonly HeaderLine[] {
  return head
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => {
      const [, name = '', value = ''] = /^([^:]*): ?(.*)$/.exec(line) ?? []
      return [name, value]
    })
}
