/**
 * WebSockets over HTTP/2 (RFC 8441), brought to an upstream that speaks HTTP/1.1.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { FAULTS } from '../answer/faults.ts'
import { sendFault, writeHead } from '../answer/send.ts'
import { begin, handle } from '../serve/handle.ts'
import type { Stages } from '../serve/stages.ts'
import { openWebSocket } from './handshake.ts'

/** RFC 6455, 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** Takes a CONNECT: that of a WebSocket is judged and opened, any other is refused (D25). */
export function connect(
  stages: Stages,
  request: Http2ServerRequest,
  response: Http2ServerResponse,
): void {
  if (request.headers[':protocol'] !== 'websocket') {
    handle(stages, request, response)
    return
  }
  const exchange = begin(stages, request, response)
  response.once('close', () => stages.observe.finished(exchange))
  const key = randomBytes(16).toString('base64')
  openWebSocket(stages, exchange, {
    more: [['sec-websocket-key', key]],
    accept(lines) {
      if (response.destroyed) return null
      const accepted = lines.find(([name]) => name.toLowerCase() === 'sec-websocket-accept')?.[1]
      if (accepted !== createHash('sha1').update(`${key}${GUID}`).digest('base64')) {
        const error = new Error('the application did not prove that it speaks WebSocket')
        stages.observe.failed(exchange, FAULTS.broken, error)
        sendFault(exchange, FAULTS.broken)
        return null
      }
      const rest = lines.filter(([name]) => name.toLowerCase() !== 'sec-websocket-accept')
      writeHead(response, 200, rest)
      return request.stream
    },
  })
}
