/**
 * Requests over one connection of HTTP/2, one after another.
 *
 * @module
 */
import { once } from 'node:events'
import { type ClientHttp2Session, connect, constants, type OutgoingHttpHeaders } from 'node:http2'
import type { HeaderLine } from '@marque/core'
import type { WireAnswer } from './wire.ts'

/** How long an answer may take, milliseconds. */
const PATIENCE = 5_000

/** Some vectors are longer than what is sent by default, and some say a field twice that has one value. */
const OPTIONS = {
  rejectUnauthorized: false,
  maxSendHeaderBlockLength: 262_144,
  strictSingleValueFields: false,
} as const

/** Of a stream, and of a connection whose header block cannot be read. */
const REFUSALS: ReadonlySet<number | undefined> = new Set([
  constants.NGHTTP2_PROTOCOL_ERROR,
  constants.NGHTTP2_COMPRESSION_ERROR,
])

export interface Http2Session {
  /** The header of the final answer; null where the other side refuses the stream, or ends the connection, by the protocol. The next is asked on a new one then. */
  ask(lines: readonly HeaderLine[]): Promise<WireAnswer | null>
  close(): void
}

/** @throws The other side does not speak HTTP/2. */
export async function openHttp2(url: string): Promise<Http2Session> {
  let session = await connected(url)
  return {
    async ask(lines) {
      if (session.closed || session.destroyed) session = await connected(url)
      return ask(session, lines)
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

function ask(
  session: ClientHttp2Session,
  lines: readonly HeaderLine[],
): Promise<WireAnswer | null> {
  // A list of lines would get an `:authority` of Node's own where there is none.
  const fields = Object.create(null) as OutgoingHttpHeaders
  for (const [name, value] of lines) {
    const before = fields[name]
    fields[name] = before === undefined ? value : [before, value].flat().map(String)
  }
  const isOpen = fields[':method'] === 'CONNECT'
  return new Promise((resolve, reject) => {
    let answer: WireAnswer | null = null
    const stream = session.request(fields, { endStream: !isOpen })
    const timer = setTimeout(() => {
      stream.destroy()
      reject(new Error(`no answer in ${PATIENCE} ms to ${JSON.stringify(lines)}`))
    }, PATIENCE)
    stream.on('response', (_fields, _flags, ...[raw]: unknown[]) => {
      answer = answerOf(raw as readonly string[])
      // The other side of a WebSocket that opened would wait for more.
      if (isOpen) stream.close(constants.NGHTTP2_CANCEL)
    })
    stream.on('error', () => undefined)
    stream.on('close', () => {
      clearTimeout(timer)
      if (answer !== null || REFUSALS.has(stream.rstCode)) resolve(answer)
      else reject(new Error(`${stream.rstCode} is no refusal of ${JSON.stringify(lines)}`))
    })
    stream.resume()
  })
}

function answerOf(raw: readonly string[]): WireAnswer {
  const lines: HeaderLine[] = []
  for (let at = 0; at + 1 < raw.length; at += 2) lines.push([raw[at] ?? '', raw[at + 1] ?? ''])
  const status = lines.find(([name]) => name === ':status')?.[1]
  return { status: Number(status), headers: lines.filter(([name]) => !name.startsWith(':')) }
}
