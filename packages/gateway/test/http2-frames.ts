/**
 * Frames of HTTP/2 written by hand (RFC 9113), for what no client library sends.
 *
 * @module
 */

import { once } from 'node:events'
import { connect, type TLSSocket } from 'node:tls'
import { pause } from '@marque/testkit/processes'

export const HEADERS = 1
export const RST_STREAM = 3
export const SETTINGS = 4
export const PING = 6
export const WINDOW_UPDATE = 8
export const CONTINUATION = 9
export const END_STREAM = 1
export const END_HEADERS = 4

export function frame(
  type: number,
  flags: number,
  stream: number,
  payload: Buffer = Buffer.alloc(0),
): Buffer {
  const head = Buffer.alloc(9)
  head.writeUIntBE(payload.length, 0, 3)
  head[3] = type
  head[4] = flags
  head.writeUInt32BE(stream, 5)
  return Buffer.concat([head, payload])
}

/** Header lines as literals that enter no table (RFC 7541, 6.2.2), lengths up to a few megabytes. */
export function block(lines: readonly (readonly [string, string])[]): Buffer {
  const parts: Buffer[] = []
  for (const [name, value] of lines) {
    parts.push(Buffer.of(0))
    for (const text of [name, value]) parts.push(integer(text.length), Buffer.from(text, 'latin1'))
  }
  return Buffer.concat(parts)
}

/** With a prefix of seven bits. */
function integer(value: number): Buffer {
  if (value < 127) return Buffer.of(value)
  const bytes = [127]
  for (let rest = value - 127; ; rest >>>= 7) {
    if (rest < 128) return Buffer.from([...bytes, rest])
    bytes.push((rest & 127) | 128)
  }
}

export interface Session {
  readonly socket: TLSSocket
  send(...frames: readonly Buffer[]): void
  /** Types of the frames that came. */
  readonly came: () => readonly number[]
  /** Whether the other side has ended it, or said that it will (GOAWAY). */
  readonly isOver: () => boolean
}

/** A connection that has said its preface, and nothing else. */
export async function openSession(
  port: number,
  settings: Buffer = Buffer.alloc(0),
): Promise<Session> {
  const socket = connect({
    port,
    host: '127.0.0.1',
    ALPNProtocols: ['h2'],
    rejectUnauthorized: false,
  })
  const came: number[] = []
  let bytes = Buffer.alloc(0)
  let hasEnded = false
  socket.on('error', () => undefined)
  socket.on('close', () => {
    hasEnded = true
  })
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk])
    while (bytes.length >= 9 && bytes.length >= 9 + bytes.readUIntBE(0, 3)) {
      came.push(bytes[3] ?? 0)
      bytes = bytes.subarray(9 + bytes.readUIntBE(0, 3))
    }
  })
  await once(socket, 'secureConnect')
  socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
  socket.write(frame(SETTINGS, 0, 0, settings))
  while (came.length === 0 && !hasEnded) await pause(5)
  return {
    socket,
    send: (...frames) => void socket.write(Buffer.concat(frames)),
    came: () => came,
    isOver: () => hasEnded || came.includes(7),
  }
}
