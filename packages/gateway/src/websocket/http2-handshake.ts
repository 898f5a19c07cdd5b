/**
 * WebSocket handshakes over HTTP/2 (RFC 8441), for upstreams that speak HTTP/1.1.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { writeHead } from '../reply/index.ts'
import type { ClientHandshake } from './http1-handshake.ts'

/** RFC 6455, 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

export function http2Handshake(
  request: Http2ServerRequest,
  response: Http2ServerResponse,
): ClientHandshake {
  const key = randomBytes(16).toString('base64')
  return {
    response,
    upstreamHeaders: [['sec-websocket-key', key]],
    onClose: (listener) => void response.once('close', listener),
    accept(lines) {
      if (response.destroyed) return null
      const accepted = lines.find(([name]) => name.toLowerCase() === 'sec-websocket-accept')?.[1]
      if (accepted !== createHash('sha1').update(`${key}${GUID}`).digest('base64'))
        return new Error('the upstream sent an invalid `Sec-WebSocket-Accept`')
      const rest = lines.filter(([name]) => name.toLowerCase() !== 'sec-websocket-accept')
      writeHead(response, 200, rest)
      return request.stream
    },
  }
}
