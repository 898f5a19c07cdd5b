/**
 * WebSocket handshakes over HTTP/1.1 (RFC 6455, 4.2).
 *
 * @module
 */
import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { HeaderLine } from '@marque/core'
import type { GatewayResponse } from '../request/index.ts'

/** A handshake that a client has started. */
export interface ClientHandshake {
  /** For refusals. */
  readonly response: GatewayResponse
  /** Header lines for the upstream that the client did not send. */
  readonly upstreamHeaders: readonly HeaderLine[]
  /** Calls `listener` when the connection or stream has closed. */
  onClose(listener: () => void): void
  /**
   * Completes the handshake.
   *
   * @param lines Of the upstream's 101 response.
   * @param peer The connection to the upstream, for bytes that the client sent right after its handshake.
   * @returns The client's side of the WebSocket; null if the client has disconnected; an error if the upstream's response is not a valid handshake.
   */
  accept(lines: readonly HeaderLine[], peer: Duplex): Duplex | Error | null
}

export function http1Handshake(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): ClientHandshake {
  socket.on('error', () => socket.destroy())
  // Refusals are written by Node's own response, like all others.
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.assignSocket(socket as Socket)
  // Node has detached the socket from its server and no longer emits `drain` on responses.
  const onDrain = (): void => void response.emit('drain')
  socket.on('drain', onDrain)
  response.once('finish', () => socket.end())
  const takeEarlyBytes = collectEarlyBytes(socket, head, () => {
    // A response in progress may finish; otherwise the client has given up.
    if (!response.writableEnded) socket.destroy()
  })
  return {
    response,
    upstreamHeaders: [],
    onClose: (listener) => void socket.once('close', listener),
    accept(lines, peer) {
      if (socket.destroyed) return null
      socket.off('drain', onDrain)
      response.detachSocket(socket as Socket)
      socket.write(switchingProtocols(lines), 'latin1')
      for (const chunk of takeEarlyBytes()) peer.write(chunk)
      return socket
    },
  }
}

/** How much a client may send before its handshake is answered. */
const MAX_EARLY_BYTES = 65_536

/**
 * Keeps reading while the handshake is pending: a socket that is not read does not report that the client has disconnected.
 *
 * @returns Stops reading and returns what has arrived.
 */
function collectEarlyBytes(
  socket: Duplex,
  head: Buffer,
  onEnd: () => void,
): () => readonly Buffer[] {
  const chunks = head.length > 0 ? [head] : []
  let length = head.length
  const onData = (chunk: Buffer): void => {
    chunks.push(chunk)
    length += chunk.length
    if (length > MAX_EARLY_BYTES) socket.pause()
  }
  socket.on('data', onData)
  socket.once('end', onEnd)
  return () => {
    socket.off('data', onData)
    socket.off('end', onEnd)
    return chunks
  }
}

function switchingProtocols(lines: readonly HeaderLine[]): string {
  let text = 'HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n'
  for (const [name, value] of lines) text += `${name}: ${value}\r\n`
  return `${text}\r\n`
}
