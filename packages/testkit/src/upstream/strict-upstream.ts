/**
 * An upstream that parses requests strictly, keeps every byte that reached it, and answers with wrong CORS headers.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import { listen } from '../http/index.ts'
import { socketServer } from './raw-upstream.ts'

/** Header lines of every response. Only Vary may leave the gateway. */
export const STRICT_UPSTREAM_LINES: readonly HeaderLine[] = [
  ['Access-Control-Allow-Origin', 'https://evil.example'],
  ['ACCESS-CONTROL-ALLOW-ORIGIN', '*'],
  ['access-control-allow-credentials', 'true'],
  ['Access-Control-Max-Age', '86400'],
  ['Timing-Allow-Origin', '*'],
  ['Cross-Origin-Resource-Policy', 'cross-origin'],
  ['Vary', 'Accept-Encoding, origin'],
]

/** Its status, which the gateway never sends by itself. */
export const STRICT_UPSTREAM_STATUS = 203

/** One request as it came. */
export interface ReceivedRequest {
  readonly line: string
  readonly headers: readonly HeaderLine[]
  readonly body: string
}

export interface StrictUpstream {
  readonly url: string
  /** The requests since the last call. */
  take(): readonly ReceivedRequest[]
  /** Bytes that came and that a strict HTTP/1.1 server rejects. */
  readonly unreadable: readonly string[]
  stop(): Promise<void>
}

export async function startStrictUpstream(): Promise<StrictUpstream> {
  let seen: ReceivedRequest[] = []
  const unreadable: string[] = []
  const head = STRICT_UPSTREAM_LINES.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const { server, destroyAll } = socketServer((socket) => {
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      for (;;) {
        const read = readRequest(text)
        if (read === 'more') return
        if (read === 'wrong') {
          unreadable.push(text)
          socket.destroy()
          return
        }
        text = text.slice(read.length)
        seen.push(read.request)
        const body = read.request.line.startsWith('HEAD ') ? '' : 'ok'
        socket.write(
          `HTTP/1.1 ${STRICT_UPSTREAM_STATUS} Wrong\r\n${head}Content-Length: 2\r\n\r\n${body}`,
          'latin1',
        )
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
    unreadable,
    stop: destroyAll,
  }
}

type Read = { readonly request: ReceivedRequest; readonly length: number }

function readRequest(text: string): Read | 'more' | 'wrong' {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return 'more'
  const [line = '', ...rest] = text.slice(0, end).split('\r\n')
  if (!/^[A-Z-]+ [^ \t\r\n]+ HTTP\/1\.1$/.test(line)) return 'wrong'
  const headers: HeaderLine[] = []
  for (const one of rest) {
    const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/s.exec(one)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    if (match === null || /[\0-\x08\x0a-\x1f\x7f]/.test(match[2] ?? '')) return 'wrong'
    headers.push([match[1] ?? '', match[2] ?? ''])
  }
  const of = (name: string) => headers.filter(([one]) => one.toLowerCase() === name)
  const lengths = of('content-length')
  const codings = of('transfer-encoding')
  if (lengths.length + codings.length > 1 || of('host').length !== 1) return 'wrong'
  const start = end + 4
  if (codings.length === 1) {
    if (codings[0]?.[1] !== 'chunked') return 'wrong'
    return readChunks(text, start, line, headers)
  }
  const declared = lengths[0]?.[1] ?? '0'
  if (!/^\d{1,15}$/.test(declared)) return 'wrong'
  const length = start + Number(declared)
  if (text.length < length) return 'more'
  return { request: { line, headers, body: text.slice(start, length) }, length }
}

function readChunks(
  text: string,
  start: number,
  line: string,
  headers: readonly HeaderLine[],
): Read | 'more' | 'wrong' {
  let at = start
  let body = ''
  for (;;) {
    const end = text.indexOf('\r\n', at)
    if (end < 0) return 'more'
    const size = text.slice(at, end)
    if (!/^[0-9a-f]{1,8}$/i.test(size)) return 'wrong'
    const length = Number.parseInt(size, 16)
    if (text.length < end + 2 + length + 2) return 'more'
    body += text.slice(end + 2, end + 2 + length)
    at = end + 2 + length
    if (text.slice(at, at + 2) !== '\r\n') return 'wrong'
    at += 2
    if (length === 0) return { request: { line, headers, body }, length: at }
  }
}
