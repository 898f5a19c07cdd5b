/**
 * A client of HTTP/1.1 that sends what it is told, byte for byte, and reads one answer. Clients that people use would repair what is to be judged.
 *
 * @module
 */
import { connect } from 'node:net'
import type { HeaderLine, RequestFacts } from '@marque/core'

/** One answer as it came. */
export interface RawAnswer {
  readonly status: number
  readonly headers: readonly HeaderLine[]
  /** Without the chunks' frames. */
  readonly body: string
  /** The field lines behind a chunked body. */
  readonly trailers: readonly HeaderLine[]
  /** Interim answers before it. */
  readonly interim: readonly { readonly status: number; readonly headers: readonly HeaderLine[] }[]
}

/** In what form the target stands in the request line. */
export type TargetForm = 'origin' | 'absolute'

/** Writes the head of a request; a vector's url is split by hand, as D1 says. */
export function requestHead(
  { method, url, headers }: RequestFacts,
  form: TargetForm,
  more: readonly HeaderLine[] = [],
): Buffer {
  const [, authority = '', target = ''] = /^[^:]*:\/\/([^/?#\\*]*)(.*)$/s.exec(url) ?? []
  const hosts = headers.some(([name]) => name.toLowerCase() === 'host')
    ? []
    : [['Host', authority] as const]
  const others = headers.filter(([name]) => name.toLowerCase() !== 'connection')
  const lines = [...hosts, ...others, ...more, ['Connection', connection(headers)] as const].map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  const line = `${method} ${form === 'absolute' ? url : target} HTTP/1.1\r\n`
  return Buffer.from(`${line}${lines.join('')}\r\n`)
}

/** The client closes behind each answer, and keeps what the request says of its connection. */
function connection(headers: readonly HeaderLine[]): string {
  const own = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .map(([, value]) => value)
  return [...own, 'close'].join(', ')
}

/** Sends it and reads to the end of the connection; null where that came without a word. */
export function exchange(port: number, message: Buffer | string): Promise<RawAnswer | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    const parts: Buffer[] = []
    const settle = (): void => {
      try {
        resolve(parts.length === 0 ? null : readAnswer(Buffer.concat(parts)))
      } catch (error) {
        reject(error)
      }
    }
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer within ten seconds')))
    socket.on('data', (part) => parts.push(part))
    socket.on('close', settle)
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A server may close before it has read all: what it said before counts.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
    })
    socket.write(message)
  })
}

/** @throws {Error} What came is no answer. */
export function readAnswer(bytes: Buffer): RawAnswer {
  const interim = []
  let rest = bytes.toString('latin1')
  for (;;) {
    const end = rest.indexOf('\r\n\r\n')
    if (end < 0) throw new Error(`no answer: ${JSON.stringify(rest.slice(0, 200))}`)
    const [line = '', ...fields] = rest.slice(0, end).split('\r\n')
    const status = Number(line.split(' ')[1])
    const headers = fields.map(fieldOf)
    rest = rest.slice(end + 4)
    if (status >= 200 || status === 101) {
      const isChunked = headers.some(
        ([name, value]) => name.toLowerCase() === 'transfer-encoding' && value === 'chunked',
      )
      const { body, trailers } = isChunked ? joined(rest) : { body: rest, trailers: [] }
      return { status, headers, body, trailers, interim }
    }
    interim.push({ status, headers })
  }
}

function joined(text: string): Pick<RawAnswer, 'body' | 'trailers'> {
  let body = ''
  let at = 0
  for (;;) {
    const end = text.indexOf('\r\n', at)
    const size = Number.parseInt(text.slice(at, end), 16)
    if (end < 0 || !(size > 0)) {
      const fields =
        end < 0
          ? []
          : text
              .slice(end + 2)
              .split('\r\n')
              .filter((field) => field !== '')
      return { body, trailers: fields.map(fieldOf) }
    }
    body += text.slice(end + 2, end + 2 + size)
    at = end + 2 + size + 2
  }
}

function fieldOf(line: string): HeaderLine {
  const at = line.indexOf(':')
  return [line.slice(0, at), line.slice(at + 1).trim()]
}

/** The values of a field of an answer. */
export function valuesOf({ headers }: Pick<RawAnswer, 'headers'>, name: string): readonly string[] {
  return headers.filter(([own]) => own.toLowerCase() === name).map(([, value]) => value)
}
