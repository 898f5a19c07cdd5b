/**
 * One request and its answer over a session of HTTP/2.
 *
 * @module
 */
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  constants,
  type OutgoingHttpHeaders,
} from 'node:http2'
import type { HeaderLine } from '@marque/core'
import type { AnswerLimits, WireAnswer, WireRequest } from './message.ts'
import { NoAnswer } from './no-answer.ts'

/** Fields of HTTP/1.1 connections, which HTTP/2 has not (RFC 9113, 8.2.2). */
const OF_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
])

/**
 * Sends a request on a stream of its own, and reads the answer.
 *
 * @param isUsed Whether the session has served a request before.
 * @throws {NoAnswer}
 */
export function exchangeHttp2(
  session: ClientHttp2Session,
  request: WireRequest,
  limits: AnswerLimits,
  isUsed: boolean,
): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const stream = openStream(session, request)
    if (stream instanceof NoAnswer) {
      reject(stream)
      return
    }
    let head: Pick<WireAnswer, 'status' | 'headers'> | null = null
    const kept: Buffer[] = []
    let received = 0
    let keptBytes = 0
    let timer = setTimeout(
      () => fail(new NoAnswer('timeout', `no answer within ${limits.headTimeout} ms`)),
      limits.headTimeout - limits.elapsed,
    )

    const stop = (): void => {
      clearTimeout(timer)
      if (!stream.closed) stream.close(constants.NGHTTP2_CANCEL)
    }
    const fail = (failure: NoAnswer): void => {
      stop()
      reject(failure)
    }
    const succeed = (): void => {
      stop()
      if (head !== null) resolve({ ...head, body: Buffer.concat(kept).toString('latin1') })
    }

    stream.on('response', (_fields, _flags, ...[raw]: unknown[]) => {
      head = headOf(raw as readonly string[])
      clearTimeout(timer)
      timer = setTimeout(succeed, limits.bodyTimeout)
    })
    stream.on('data', (chunk: Buffer) => {
      received += chunk.length
      const room = limits.keptBytes - keptBytes
      if (room > 0) {
        keptBytes += Math.min(room, chunk.length)
        kept.push(Buffer.from(chunk.subarray(0, room)))
      }
      if (received >= limits.bodyBytes) succeed()
    })
    stream.on('error', () => undefined)
    stream.on('close', () => {
      if (head !== null && stream.rstCode === constants.NGHTTP2_NO_ERROR) {
        succeed()
        return
      }
      const isUnprocessed =
        stream.rstCode === constants.NGHTTP2_REFUSED_STREAM || session.closed || session.destroyed
      const place = head === null ? 'before an answer' : 'in the body of the answer'
      const how = session.destroyed
        ? 'connection closed'
        : `stream reset (${errorName(stream.rstCode)})`
      fail(new NoAnswer('connection', `${how} ${place}`, isUsed && head === null && isUnprocessed))
    })
  })
}

function openStream(
  session: ClientHttp2Session,
  request: WireRequest,
): ClientHttp2Stream | NoAnswer {
  if (session.closed || session.destroyed) {
    return new NoAnswer('connection', 'connection closed before an answer', true)
  }
  try {
    return session.request(fieldsOf(session, request), { endStream: true })
  } catch (error) {
    return new NoAnswer('invalid', error instanceof Error ? error.message : String(error))
  }
}

function fieldsOf(session: ClientHttp2Session, request: WireRequest): OutgoingHttpHeaders {
  const fields = Object.create(null) as OutgoingHttpHeaders
  fields[':method'] = request.method
  fields[':scheme'] = session.encrypted ? 'https' : 'http'
  fields[':authority'] = request.authority
  fields[':path'] = request.target
  for (const [given, value] of request.headers) {
    const name = given.toLowerCase()
    if (OF_CONNECTION.has(name)) continue
    const before = fields[name]
    fields[name] = before === undefined ? value : [before, value].flat().map(String)
  }
  return fields
}

function headOf(raw: readonly string[]): Pick<WireAnswer, 'status' | 'headers'> {
  const lines: HeaderLine[] = []
  for (let at = 0; at + 1 < raw.length; at += 2) lines.push([raw[at] ?? '', raw[at + 1] ?? ''])
  const status = lines.find(([name]) => name === ':status')?.[1]
  return { status: Number(status), headers: lines.filter(([name]) => !name.startsWith(':')) }
}

const ERROR_NAMES: ReadonlyMap<number, string> = new Map([
  [constants.NGHTTP2_NO_ERROR, 'NO_ERROR'],
  [constants.NGHTTP2_PROTOCOL_ERROR, 'PROTOCOL_ERROR'],
  [constants.NGHTTP2_INTERNAL_ERROR, 'INTERNAL_ERROR'],
  [constants.NGHTTP2_REFUSED_STREAM, 'REFUSED_STREAM'],
  [constants.NGHTTP2_CANCEL, 'CANCEL'],
  [constants.NGHTTP2_ENHANCE_YOUR_CALM, 'ENHANCE_YOUR_CALM'],
  [constants.NGHTTP2_HTTP_1_1_REQUIRED, 'HTTP_1_1_REQUIRED'],
])

function errorName(code: number | undefined): string {
  return ERROR_NAMES.get(code ?? 0) ?? `error ${code}`
}
