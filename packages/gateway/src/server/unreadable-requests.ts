/**
 * Input that is not a valid HTTP request.
 *
 * @module
 */
import type { Server } from 'node:http'
import type { Http2SecureServer } from 'node:http2'
import type { Socket } from 'node:net'
import { afterPendingResponses } from './pending-responses.ts'

/** How long a client may keep sending after the error response, milliseconds: closing at once could reset the connection before the response is read. */
const LINGER = 2_000

const STATUS_LINES: { readonly [code: string]: string } = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Content Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** @param code The parser's error code, or one of the gateway's own; a closed set. */
export type OnUnreadable = (code: string, clientAddress?: string) => void

/**
 * Answers it with a status line and no body, as Node does, and closes the connection: without a parsed request there is no origin that could be allowed to read a
 * body.
 *
 * @param onUnreadable Called once for each connection.
 */
export function answerUnreadable(
  server: Server | Http2SecureServer,
  onUnreadable: OnUnreadable,
): void {
  // The parser emits an error for each further chunk.
  const known = new WeakSet<Socket>()
  server.on('clientError', (error: Error, socket: Socket) => {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
    if (code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    if (known.has(socket)) return
    known.add(socket)
    onUnreadable(code, peerAddress(socket))
    socket.on('error', () => socket.destroy())
    afterPendingResponses(socket, (incomplete) => {
      // A second response cannot start inside one that has been started.
      if (incomplete?.headersSent === true) socket.end()
      else socket.end(errorResponse(code))
      linger(socket)
    })
    socket.resume()
  })
}

function errorResponse(code: string): string {
  return `HTTP/1.1 ${STATUS_LINES[code] ?? '400 Bad Request'}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`
}

function linger(socket: Socket): void {
  const timer = setTimeout(() => socket.destroy(), LINGER).unref()
  socket.once('close', () => clearTimeout(timer))
}

/** The remote address; IPv4-mapped IPv6 addresses are written as IPv4. */
export function peerAddress({ remoteAddress = '' }: Socket): string {
  return remoteAddress.replace(/^::ffff:(?=[\d.]+$)/i, '')
}
