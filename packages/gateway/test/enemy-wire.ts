/**
 * Bytes on a connection of their own, and the first answer to them.
 *
 * @module
 */
import { connect } from 'node:net'
import type { HeaderLine } from '@marque/core'

export interface WireAnswer {
  readonly status: number
  readonly headers: readonly HeaderLine[]
  /** What came of the body with the header. */
  readonly rest: string
}

/** How long an answer may take, milliseconds. A request that never ends has none: the other side is told so then. */
const PATIENCE = 4_000
const ENDLESS = 300

/** Sends bytes and reads the header of the final answer. Null where the connection ended without one. */
export function exchangeOnce(port: number, bytes: Buffer): Promise<WireAnswer | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    const finish = (answer: WireAnswer | null): void => {
      clearTimeout(timer)
      clearTimeout(endless)
      socket.destroy()
      resolve(answer)
    }
    // What is cut off in the middle is waited for; the end of the connection makes it a broken request.
    const endless = setTimeout(() => socket.end(), ENDLESS)
    const timer = setTimeout(() => {
      socket.destroy()
      reject(new Error(`no answer in time to ${JSON.stringify(bytes.toString('latin1'))}`))
    }, PATIENCE)
    socket.on('error', () => finish(null))
    socket.on('close', () => finish(null))
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      const answer = readHead(text)
      if (answer !== null) finish(answer)
    })
    socket.write(bytes)
  })
}

/** The final answer's header, or null where it is not there yet. */
export function readHead(text: string): WireAnswer | null {
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
    rest: text.slice(end + 4),
  }
}

/** An answer whose framing says that nothing of it is missing; null for one that is cut off, and for none. */
export function wholeAnswer(
  text: string,
): { readonly status: number; readonly head: string; readonly body: string } | null {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return null
  const head = text.slice(0, end + 2)
  const status = Number(head.split(' ')[1])
  const rest = text.slice(end + 4)
  if (/^transfer-encoding: chunked\r$/im.test(head)) {
    let body = ''
    for (let at = 0; ; ) {
      const size = Number.parseInt(rest.slice(at), 16)
      const start = rest.indexOf('\r\n', at) + 2
      if (Number.isNaN(size) || start < 2 || rest.length < start + size + 2) return null
      if (size === 0) return { status, head, body }
      body += rest.slice(start, start + size)
      at = start + size + 2
    }
  }
  const length = Number(/^content-length: (\d+)\r$/im.exec(head)?.[1] ?? 0)
  return rest.length < length ? null : { status, head, body: rest }
}

/** Sends bytes and gives all that comes until the connection ends, which may be nothing. */
export function sendOnce(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    const timer = setTimeout(() => {
      socket.destroy()
      reject(new Error(`no end in time: ${JSON.stringify(bytes)} ${JSON.stringify(text)}`))
    }, 10_000)
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
    })
    socket.once('close', () => {
      clearTimeout(timer)
      resolve(text)
    })
    socket.write(Buffer.from(bytes, 'latin1'))
  })
}
