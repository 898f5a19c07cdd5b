/**
 * An upstream that reads strictly, remembers every byte of what reached it, and says all the wrong things about CORS.
 *
 * @module
 */
import { createServer, type Socket } from 'node:net'
import type { HeaderLine } from '@marque/core'
import { listenOn } from './gateway-under-test.ts'

/** What it says to everybody; none of it may leave the gateway but Vary. */
export const WRONG_LINES: readonly HeaderLine[] = [
  ['Access-Control-Allow-Origin', 'https://evil.example'],
  ['ACCESS-CONTROL-ALLOW-ORIGIN', '*'],
  ['access-control-allow-credentials', 'true'],
  ['Access-Control-Max-Age', '86400'],
  ['Timing-Allow-Origin', '*'],
  ['Cross-Origin-Resource-Policy', 'cross-origin'],
  ['Vary', 'Accept-Encoding, origin'],
]

/** Its status, which the gateway never says of itself. */
export const WRONG_STATUS = 203

/** One request as it came, without anything read into it. */
export interface Reached {
  readonly line: string
  readonly headers: readonly HeaderLine[]
  readonly body: string
}

export interface EnemyUpstream {
  readonly url: string
  /** What came since it was last asked. */
  take(): readonly Reached[]
  /** What came and is no request of HTTP/1.1 as the strictest server reads it. */
  readonly unreadable: readonly string[]
  stop(): Promise<void>
}

export async function enemyUpstream(): Promise<EnemyUpstream> {
  let seen: Reached[] = []
  const unreadable: string[] = []
  const sockets = new Set<Socket>()
  const head = WRONG_LINES.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
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
          `HTTP/1.1 ${WRONG_STATUS} Wrong\r\n${head}Content-Length: 2\r\n\r\n${body}`,
          'latin1',
        )
      }
    })
  })
  const port = await listenOn(server)
  return {
    url: `http://127.0.0.1:${port}`,
    take() {
      const taken = seen
      seen = []
      return taken
    },
    unreadable,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type Read = { readonly request: Reached; readonly length: number }

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
  const told = lengths[0]?.[1] ?? '0'
  if (!/^\d{1,15}$/.test(told)) return 'wrong'
  const length = start + Number(told)
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
