/**
 * What comes and is no request.
 *
 * @module
 */
import type { Server } from 'node:http'
import type { Http2SecureServer } from 'node:http2'
import type { Socket } from 'node:net'
import { afterAnswers } from './after-answers.ts'

/** A client may go on to send for so long, milliseconds; it would lose the answer if the connection were cut at once. */
const LINGER = 2_000

const LINES: { readonly [code: string]: string } = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Content Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** Hears of it: the parser's code, and the other end of the connection. */
export type Told = (code: string, client?: string) => void

/**
 * Answers it as Node does, without a body: nothing of it was understood, so nobody is known who might read an answer. Then the connection ends.
 *
 * @param told Hears of each connection once.
 */
export function answerUnreadable(server: Server | Http2SecureServer, told: Told): void {
  // The parser tells of each piece that still comes.
  const known = new WeakSet<Socket>()
  server.on('clientError', (error: Error, socket: Socket) => {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
    if (code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    if (known.has(socket)) return
    known.add(socket)
    told(code, addressOf(socket))
    socket.on('error', () => socket.destroy())
    afterAnswers(socket, (unfinished) => {
      // Behind the first byte of an answer no other one can begin.
      if (unfinished?.headersSent === true) socket.end()
      else socket.end(refusal(code))
      linger(socket)
    })
    socket.resume()
  })
}

function refusal(code: string): string {
  return `HTTP/1.1 ${LINES[code] ?? '400 Bad Request'}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`
}

function linger(socket: Socket): void {
  const timer = setTimeout(() => socket.destroy(), LINGER).unref()
  socket.once('close', () => clearTimeout(timer))
}

/** IPv4 addresses in IPv6 form as IPv4. */
export function addressOf({ remoteAddress = '' }: Socket): string {
  return remoteAddress.replace(/^::ffff:(?=[\d.]+$)/i, '')
}
