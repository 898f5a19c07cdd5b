/**
 * WebSockets over HTTP/1.1 (D25).
 *
 * @module
 */
import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { HeaderLine } from '@marque/core'
import { begin } from '../serve/handle.ts'
import type { Stages } from '../serve/stages.ts'
import { openWebSocket } from './handshake.ts'

/** Takes a handshake. */
export function upgrade(
  stages: Stages,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  socket.on('error', () => socket.destroy())
  // Refusals are written by Node's own answer, so that they look like all others.
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.assignSocket(socket as Socket)
  // Node has let go of the connection, and tells its answers nothing any more.
  const onDrain = (): void => void response.emit('drain')
  socket.on('drain', onDrain)
  response.once('finish', () => socket.end())
  const exchange = begin(stages, request, response)
  socket.once('close', () => stages.observe.finished(exchange))
  const early = keepEarly(socket, head, () => {
    // An answer that is being sent may end; else there is nobody left to answer.
    if (!response.writableEnded) socket.destroy()
  })
  openWebSocket(stages, exchange, {
    more: [],
    accept(lines, peer) {
      if (socket.destroyed) return null
      socket.off('drain', onDrain)
      response.detachSocket(socket as Socket)
      socket.write(switching(lines), 'latin1')
      for (const chunk of early()) peer.write(chunk)
      return socket
    },
  })
}

/** What a client may send before it was answered. */
const EARLY_BYTES = 65_536

/**
 * Reads on while the application is asked: a connection that is not read does not tell that the client is gone.
 *
 * @returns Ends the reading, and gives what has come.
 */
function keepEarly(socket: Duplex, head: Buffer, left: () => void): () => readonly Buffer[] {
  const chunks = head.length > 0 ? [head] : []
  let length = head.length
  const keep = (chunk: Buffer): void => {
    chunks.push(chunk)
    length += chunk.length
    if (length > EARLY_BYTES) socket.pause()
  }
  socket.on('data', keep)
  socket.once('end', left)
  return () => {
    socket.off('data', keep)
    socket.off('end', left)
    return chunks
  }
}

function switching(lines: readonly HeaderLine[]): string {
  let text = 'HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n'
  for (const [name, value] of lines) text += `${name}: ${value}\r\n`
  return `${text}\r\n`
}
