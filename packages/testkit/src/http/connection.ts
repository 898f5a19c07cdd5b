/**
 * A connection that a test writes to by hand.
 *
 * @module
 */
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { waitUntil } from '../processes/index.ts'

export interface Connection {
  readonly socket: Socket
  /** All that came so far, one character for each byte. */
  readonly text: () => string
  send(bytes: string | Buffer): void
  /** Resolves, with all that came so far, when that holds `part`. Rejects after `limit` milliseconds. */
  waitFor(part: string | RegExp, limit?: number): Promise<string>
  /** Resolves, with all that came, when the other side has ended the connection. Rejects after `limit` milliseconds. */
  waitForEnd(limit?: number): Promise<string>
}

/** Milliseconds; only a failing test waits that long. */
const LIMIT = 300_000

/**
 * Connects to a loopback port. A connection that is refused counts as one that has ended.
 *
 * @param isTls Speaks HTTP/1.1 over TLS, and accepts any certificate.
 */
export async function openConnection(port: number, isTls = false): Promise<Connection> {
  const socket = isTls
    ? connectTls({
        port,
        host: '127.0.0.1',
        ALPNProtocols: ['http/1.1'],
        rejectUnauthorized: false,
      })
    : connect(port, '127.0.0.1')
  let text = ''
  let hasEnded = false
  const end = (): void => {
    hasEnded = true
  }
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
  })
  socket.on('error', () => undefined)
  socket.on('end', end)
  socket.on('close', end)
  await new Promise<void>((resolve) => {
    socket.once(isTls ? 'secureConnect' : 'connect', resolve)
    socket.once('close', resolve)
  })
  const wait = async (holds: () => boolean, what: string, limit: number): Promise<string> => {
    await waitUntil(holds, { what, limit, interval: 5 }).catch((error: Error) => {
      throw new Error(`${error.message}: ${JSON.stringify(text)}`)
    })
    return text
  }
  return {
    socket,
    text: () => text,
    send: (bytes) =>
      void socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes),
    waitFor: (part, limit = LIMIT) =>
      wait(
        () => (typeof part === 'string' ? text.includes(part) : part.test(text)),
        String(part),
        limit,
      ),
    waitForEnd: (limit = LIMIT) => wait(() => hasEnded, 'end of the connection', limit),
  }
}
