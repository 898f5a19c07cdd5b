/**
 * A WebSocket that sends the courier's position once a second (RFC 6455: handshake, text frames to the client, close).
 *
 * It does not check the `Origin`, like most WebSocket servers: the gateway decides which origins may open it.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { COURIER } from './records.ts'

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const TEXT = 0x81
const CLOSE = 0x88

/** Takes over a connection and sends messages until either side closes it. */
export function speak({ headers }: IncomingMessage, socket: Duplex): void {
  const accept = createHash('sha1')
    .update(`${headers['sec-websocket-key']}${GUID}`)
    .digest('base64')
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  )
  let stop = 0
  const say = (): void => {
    socket.write(frame(TEXT, JSON.stringify(COURIER[stop++ % COURIER.length])))
  }
  const timer = setInterval(say, 1_000)
  say()
  socket.on('close', () => clearInterval(timer))
  socket.on('error', () => socket.destroy())
  // Only close frames from clients are handled.
  socket.on('data', (bytes: Buffer) => {
    if (((bytes[0] ?? 0) & 0x0f) === 8) socket.end(frame(CLOSE, ''))
  })
}

/** Encodes one text frame of less than 126 bytes. */
function frame(opcode: number, text: string): Buffer {
  const payload = Buffer.from(text)
  return Buffer.concat([Buffer.from([opcode, payload.length]), payload])
}
