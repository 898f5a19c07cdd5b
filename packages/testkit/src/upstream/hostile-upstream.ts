/**
 * An application that answers every request with wrong CORS headers, and keeps the heads of what reached it.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { HeaderLine } from '@marque/core'
import { listen } from '../http/index.ts'
import { socketServer } from './raw-upstream.ts'

/** Header lines of every response. A layer must not let any of the first seven through. */
export const HOSTILE_LINES: readonly HeaderLine[] = [
  ['Access-Control-Allow-Origin', '*'],
  ['ACCESS-CONTROL-ALLOW-ORIGIN', 'https://evil.example'],
  ['access-control-allow-credentials', 'true'],
  ['Access-Control-Expose-Headers', '*'],
  ['Access-Control-Allow-Methods', '*'],
  ['aCCESS-cONTROL-mAX-aGE', '86400'],
  ['Access-Control-Allow-Private-Network', 'true'],
  ['Timing-Allow-Origin', '*'],
  ['Cross-Origin-Resource-Policy', 'cross-origin'],
  ['Vary', 'Accept-Encoding, origin'],
  ['vARY', 'ACCEPT-ENCODING'],
]

/** Its status, which no layer sends by itself. */
export const HOSTILE_STATUS = 203

/** RFC 6455, 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

export interface HostileUpstream {
  readonly url: string
  /** The heads of the requests since the last call. */
  take(): readonly string[]
  stop(): Promise<void>
}

/** @param opensWebSockets Whether it accepts WebSocket handshakes, with the same header lines. */
export async function startHostileUpstream(opensWebSockets = false): Promise<HostileUpstream> {
  let seen: string[] = []
  const lines = HOSTILE_LINES.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const answer = `HTTP/1.1 ${HOSTILE_STATUS} Hostile\r\n${lines}Content-Length: 0\r\n\r\n`
  const answerTo = (request: string): string => {
    const key = /^sec-websocket-key: *(.*?)\r?$/im.exec(request)?.[1]
    if (!opensWebSockets || key === undefined) return answer
    const accept = createHash('sha1').update(`${key}${GUID}`).digest('base64')
    return `HTTP/1.1 101 Hostile\r\n${lines}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`
  }
  const { server, destroyAll } = socketServer((socket) => {
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const request = text.slice(0, end)
        seen.push(request)
        text = text.slice(end + 4)
        socket.write(answerTo(request), 'latin1')
      }
    })
  })
  return {
    url: `http://127.0.0.1:${await listen(server)}`,
    take() {
      const taken = seen
      seen = []
      return taken
    },
    stop: destroyAll,
  }
}
