/**
 * The server of the scenarios on the network. It tells what arrived.
 *
 * One port of the loopback interface serves all hosts.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, STATUS_CODES } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { HeaderLine } from '@marque/core'
import { type Answer, type Answers, type Arrival, answersAt, lineOf } from './answers.ts'
import type { Scenario } from './scenario.ts'

export interface ScenarioServer {
  readonly answers: Answers
  /** Gives what arrived for a scenario since the last call. */
  take(id: string): readonly Arrival[]
  close(): Promise<void>
}

/**
 * Starts the server for these scenarios.
 *
 * @param pagePort Where the pages are served, if another server serves them.
 */
export async function startServer(
  scenarios: readonly Scenario[],
  pagePort?: number,
): Promise<ScenarioServer> {
  const arrivals = new Map<string, Arrival[]>()
  const sockets = new Set<Duplex>()
  let answers = answersAt(0, scenarios)

  const receive = (arrival: Arrival): Answer => {
    const id = answers.idOf(arrival)
    if (id !== null) arrivals.set(id, [...(arrivals.get(id) ?? []), arrival])
    return answers.answer(arrival)
  }
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const { status, headers, body } = receive(arrivalOf(request))
      response.writeHead(status, headers.flat())
      response.end(request.method === 'HEAD' ? undefined : body)
    })
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    upgrade(request, socket, receive(arrivalOf(request)))
  })
  // Node's parser knows upper-case methods only; browsers send what script wrote.
  server.on('clientError', (error: Error & { rawPacket?: Buffer }, socket: Duplex) => {
    const arrival = arrivalOfText(error.rawPacket?.toString('latin1') ?? '')
    if (arrival === null) socket.destroy()
    else socket.end(rawAnswer(receive(arrival)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  answers = answersAt((server.address() as AddressInfo).port, scenarios, pagePort)
  return {
    answers,
    take: (id) => {
      const taken = arrivals.get(id) ?? []
      arrivals.delete(id)
      return taken
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function arrivalOf(request: IncomingMessage): Arrival {
  const headers: HeaderLine[] = []
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
    headers.push([request.rawHeaders[at] ?? '', request.rawHeaders[at + 1] ?? ''])
  }
  return {
    method: request.method ?? '',
    host: (request.headers.host ?? '').replace(/:\d+$/, ''),
    target: request.url ?? '',
    headers,
  }
}

/** A request without a body that Node could not read. */
function arrivalOfText(packet: string): Arrival | null {
  const [line = '', ...lines] = packet.split('\r\n\r\n', 1)[0]?.split('\r\n') ?? []
  const [, method, target] = /^(\S+) (\S+) HTTP\/1\.1$/.exec(line) ?? []
  if (method === undefined || target === undefined) return null
  const headers = lines.map((each): HeaderLine => {
    const colon = each.indexOf(':')
    return [each.slice(0, colon), each.slice(colon + 1).trim()]
  })
  const host = lineOf(headers, 'host') ?? ''
  return { method, target, headers, host: host.replace(/:\d+$/, '') }
}

/** Speaks WebSocket as far as one message, or refuses. */
function upgrade(request: IncomingMessage, socket: Duplex, given: Answer): void {
  if (given.status >= 300) {
    socket.end(rawAnswer(given))
    return
  }
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
  const accept = createHash('sha1').update(key).digest('base64')
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
  )
  socket.write(Buffer.from([0x81, 2, 0x6f, 0x6b]))
}

function rawAnswer({ status, headers, body }: Answer): Buffer {
  const bytes = Buffer.from(body)
  const lines = headers
    .filter(([name]) => name !== 'content-length')
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines}content-length: ${bytes.length}\r\nconnection: close\r\n\r\n`
  return Buffer.concat([Buffer.from(head), bytes])
}
