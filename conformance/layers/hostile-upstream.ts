/**
 * An application that says all the wrong things about CORS, and remembers what reached it.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { HeaderLine } from '@marque/core'

/** What it says to everybody. A layer that lets any of the first seven through is wrong. */
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

/** Its status, which no layer says of itself. */
export const HOSTILE_STATUS = 203

/** RFC 6455, 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

export interface HostileUpstream {
  readonly url: string
  /** The request lines and header lines that came since it was last asked. */
  take(): readonly string[]
  stop(): Promise<void>
}

/** @param opens Whether it opens the WebSockets that it is asked for, and says the same there. */
export async function startHostileUpstream(opens = false): Promise<HostileUpstream> {
  let seen: string[] = []
  const sockets = new Set<Socket>()
  const said = HOSTILE_LINES.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const answer = `HTTP/1.1 ${HOSTILE_STATUS} Hostile\r\n${said}Content-Length: 0\r\n\r\n`
  const answerTo = (request: string): string => {
    const key = /^sec-websocket-key: *(.*?)\r?$/im.exec(request)?.[1]
    if (!opens || key === undefined) return answer
    const accept = createHash('sha1').update(`${key}${GUID}`).digest('base64')
    return `HTTP/1.1 101 Hostile\r\n${said}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const taken = seen
      seen = []
      return taken
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
