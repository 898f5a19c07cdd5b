/**
 * Requests over one connection of HTTP/2, one after another.
 *
 * @module
 */
import { once } from 'node:events'
import { type ClientHttp2Session, connect, constants, type OutgoingHttpHeaders } from 'node:http2'
import type { HeaderLine } from '@marque/core'
import type { ResponseHead } from './response.ts'

/** How long a response may take, milliseconds. */
const LIMIT = 300_000

/** Some vectors are longer than Node's default limit, and some repeat a field that has one value. */
const OPTIONS = {
  rejectUnauthorized: false,
  maxSendHeaderBlockLength: 262_144,
  strictSingleValueFields: false,
} as const

/** Error codes of a stream that is refused, and of a connection whose header block cannot be decoded. */
const REFUSALS: ReadonlySet<number | undefined> = new Set([
  constants.NGHTTP2_PROTOCOL_ERROR,
  constants.NGHTTP2_COMPRESSION_ERROR,
])

export interface Http2Session {
  /**
   * Sends a request without a body. The next request opens a new connection where the server has closed this one.
   *
   * @param lines Pseudo-header fields first.
   * @returns The head of the final response; null where the server refuses the stream or the connection as a protocol error.
   */
  request(lines: readonly HeaderLine[]): Promise<ResponseHead | null>
  close(): void
}

/**
 * Connects over TLS, and accepts any certificate.
 *
 * @throws The server does not speak HTTP/2.
 */
export async function openHttp2Session(url: string): Promise<Http2Session> {
  let session = await connected(url)
  return {
    async request(lines) {
      if (session.closed || session.destroyed) session = await connected(url)
      return send(session, lines)
    },
    close: () => session.destroy(),
  }
}

async function connected(url: string): Promise<ClientHttp2Session> {
  const session = connect(url, OPTIONS)
  await once(session, 'remoteSettings')
  session.on('error', () => undefined)
  return session
}

function send(
  session: ClientHttp2Session,
  lines: readonly HeaderLine[],
): Promise<ResponseHead | null> {
  // Given a list, Node adds an `:authority` of its own where there is none.
  const fields = Object.create(null) as OutgoingHttpHeaders
  for (const [name, value] of lines) {
    const before = fields[name]
    fields[name] = before === undefined ? value : [before, value].flat().map(String)
  }
  const isOpen = fields[':method'] === 'CONNECT'
  return new Promise((resolve, reject) => {
    let response: ResponseHead | null = null
    const stream = session.request(fields, { endStream: !isOpen })
    const timer = setTimeout(() => {
      stream.destroy()
      reject(new Error(`no response within ${LIMIT} ms to ${JSON.stringify(lines)}`))
    }, LIMIT)
    stream.on('response', (_fields, _flags, ...[raw]: unknown[]) => {
      response = headOf(raw as readonly string[])
      // An opened WebSocket stays open until one side closes it.
      if (isOpen) stream.close(constants.NGHTTP2_CANCEL)
    })
    stream.on('error', () => undefined)
    stream.on('close', () => {
      clearTimeout(timer)
      if (response !== null || REFUSALS.has(stream.rstCode)) resolve(response)
      else reject(new Error(`stream error ${stream.rstCode} for ${JSON.stringify(lines)}`))
    })
    stream.resume()
  })
}

function headOf(raw: readonly string[]): ResponseHead {
  const lines: HeaderLine[] = []
  for (let at = 0; at + 1 < raw.length; at += 2) lines.push([raw[at] ?? '', raw[at + 1] ?? ''])
  const status = lines.find(([name]) => name === ':status')?.[1]
  return { status: Number(status), headers: lines.filter(([name]) => !name.startsWith(':')) }
}
