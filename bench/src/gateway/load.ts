/**
 * Sends requests over keep-alive connections, without pipelining.
 *
 * @module
 */
import { connect } from 'node:net'
import { ORIGIN } from './contenders.ts'

/** Default number of connections. */
export const CONNECTIONS = 16

/** Header lines as sent by a browser. */
const LINES = [
  'Host: api.example.com',
  'Connection: keep-alive',
  'sec-ch-ua: "Chromium";v="142"',
  'sec-ch-ua-mobile: ?0',
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36',
  'Accept: application/json',
  `Origin: ${ORIGIN}`,
  'Sec-Fetch-Site: cross-site',
  'Sec-Fetch-Mode: cors',
  'Sec-Fetch-Dest: empty',
  'Accept-Encoding: gzip, deflate, br',
  'Accept-Language: en-US,en;q=0.9',
]

export const REQUESTS = {
  get: `GET /v1/items?page=2 HTTP/1.1\r\n${LINES.join('\r\n')}\r\nCookie: session=4f1c\r\n\r\n`,
  /** The application answers after 300 ms. */
  slow: `GET /v1/slow?300 HTTP/1.1\r\n${LINES.join('\r\n')}\r\nCookie: session=4f1c\r\n\r\n`,
  preflight: `OPTIONS /v1/items HTTP/1.1\r\n${LINES.join('\r\n')}\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type,x-csrf-token\r\n\r\n`,
} as const

export type RequestName = keyof typeof REQUESTS

/**
 * Sends requests until `count` responses have been received.
 *
 * @throws A response is not one that a browser would accept.
 */
export async function load(
  port: number,
  name: RequestName,
  count: number,
  connections: number = CONNECTIONS,
): Promise<void> {
  let left = count
  await Promise.all(
    Array.from({ length: connections }, () => oneConnection(port, name, () => left-- > 0)),
  )
}

function oneConnection(port: number, name: RequestName, more: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    let isChecked = false
    const next = (): void => {
      if (more()) socket.write(REQUESTS[name])
      else {
        socket.destroy()
        resolve()
      }
    }
    socket.once('connect', next)
    socket.once('error', reject)
    // After the last response the promise is settled and this rejection has no effect.
    socket.once('close', () => reject(new Error('the connection closed without a response')))
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      const end = lengthOf(text)
      if (end === null || text.length < end) return
      if (!isChecked && !isGood(text, name)) {
        socket.destroy()
        reject(new Error(`unexpected response: ${text}`))
        return
      }
      isChecked = true
      text = ''
      next()
    })
  })
}

function isGood(text: string, name: RequestName): boolean {
  return text.startsWith(name === 'preflight' ? 'HTTP/1.1 204' : 'HTTP/1.1 200')
}

/** Length of the whole response, or null if its header is incomplete. */
function lengthOf(text: string): number | null {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return null
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1]
  if (length !== undefined) return end + 4 + Number(length)
  if (!/\r\ntransfer-encoding: chunked/i.test(text)) return end + 4
  const last = text.indexOf('\r\n0\r\n\r\n', end)
  return last < 0 ? null : last + 7
}
