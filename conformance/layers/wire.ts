/**
 * One request written to a socket as it stands, and the answer read.
 *
 * @module
 */
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { HeaderLine } from '@marque/core'

export interface WireAnswer {
  readonly status: number
  readonly headers: readonly HeaderLine[]
}

/** How long an answer may take, milliseconds. */
const PATIENCE = 5_000

/**
 * Sends bytes on a connection of their own and reads the header of the final answer; the body is not read.
 *
 * @returns Null where the connection ended without an answer.
 */
export function ask(url: string, bytes: Buffer): Promise<WireAnswer | null> {
  return new Promise((resolve, reject) => {
    const socket = dial(new URL(url))
    let text = ''
    const finish = (answer: WireAnswer | null): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(answer)
    }
    const timer = setTimeout(() => {
      socket.destroy()
      reject(
        new Error(`no answer in ${PATIENCE} ms to ${JSON.stringify(bytes.toString('latin1'))}`),
      )
    }, PATIENCE)
    socket.on('error', () => finish(null))
    socket.on('end', () => finish(null))
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      const answer = readHead(text)
      if (answer !== null) finish(answer)
    })
    socket.write(bytes)
  })
}

/** Behind TLS it asks for HTTP/1.1, and believes any certificate. */
function dial({ protocol, hostname: host, port: text }: URL): Socket {
  const port = Number(text)
  return protocol === 'https:'
    ? connectTls({ host, port, ALPNProtocols: ['http/1.1'], rejectUnauthorized: false })
    : connect(port, host)
}

/** The final answer's header, or null where it is not there yet. */
function readHead(text: string): WireAnswer | null {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return null
  const [first = '', ...lines] = text.slice(0, end).split('\r\n')
  const status = Number(first.split(' ')[1])
  if (status < 200 && status !== 101) return readHead(text.slice(end + 4))
  return {
    status,
    headers: lines.map((line): HeaderLine => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trim()]
    }),
  }
}
