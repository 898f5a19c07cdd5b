/**
 * One request and its answer over a connection of HTTP/1.1.
 *
 * Node's own client is not used: it refuses targets with some bytes that a probe needs, rejects answers that browsers accept (a bare LF,
 * Content-Length beside Transfer-Encoding), differently from version to version, and has its own idea of when a connection may be used.
 *
 * @module
 */
import type { Socket } from 'node:net'
import type { AnswerLimits, WireAnswer, WireRequest } from './message.ts'
import { errorCode, NoAnswer, socketErrorText } from './no-answer.ts'
import { type BodyReader, bodyReader } from './response-body.ts'
import {
  canBeStatusLine,
  endOfHead,
  type ResponseHead,
  readResponseHead,
  valuesOf,
} from './response-head.ts'

/** An answer, and whether its connection can be used again. */
export interface Http1Answer {
  readonly answer: WireAnswer
  readonly isReusable: boolean
}

/**
 * Writes a request, and reads the answer.
 *
 * @param hasWaited Whether the connection was idle before, so that the layer may have closed it.
 * @throws {NoAnswer} The connection is closed then.
 */
export function exchangeHttp1(
  socket: Socket,
  request: WireRequest,
  limits: AnswerLimits,
  hasWaited: boolean,
): Promise<Http1Answer> {
  const bytes = requestHead(request)
  return new Promise((resolve, reject) => {
    let received = 0
    let interim = 0
    let text = ''
    let head: ResponseHead | null = null
    let body: BodyReader | null = null
    let keptBytes = 0
    const kept: Buffer[] = []
    let timer = setTimeout(
      () => fail(new NoAnswer('timeout', lateText(received, limits))),
      limits.headTimeout - limits.elapsed,
    )

    const detach = (): void => {
      clearTimeout(timer)
      socket.off('data', read)
      socket.off('end', end)
      socket.off('close', end)
      socket.off('error', broken)
    }
    const fail = (failure: NoAnswer): void => {
      detach()
      socket.destroy()
      reject(failure)
    }
    const succeed = ({ status, headers }: ResponseHead, isReusable: boolean): void => {
      detach()
      if (!isReusable) socket.destroy()
      const content = Buffer.concat(kept).toString('latin1')
      resolve({ answer: { status, headers, body: content }, isReusable })
    }
    const keep = (part: Buffer): void => {
      const room = limits.keptBytes - keptBytes
      if (room <= 0) return
      keptBytes += Math.min(room, part.length)
      // A copy: the part would keep the whole buffer of the socket alive.
      kept.push(Buffer.from(part.subarray(0, room)))
    }

    /** @returns The bytes behind the head of the final answer; null where it has not come. */
    const readHead = (chunk: Buffer): Buffer | null => {
      let from = text.length
      text += chunk.toString('latin1')
      for (;;) {
        // Some servers end an answer before with one line end too many.
        if (/^[\r\n]/.test(text)) text = text.replace(/^(?:\r?\n)+/, '')
        if (text !== '' && !canBeStatusLine(text)) {
          throw new NoAnswer('invalid', 'the answer does not start with an HTTP/1.1 status line')
        }
        const stop = endOfHead(text, from)
        if (interim + (stop < 0 ? text.length : stop) > limits.headBytes) {
          throw new NoAnswer('invalid', `the head of the answer is over ${limits.headBytes} bytes`)
        }
        if (stop < 0) return null
        const next = readResponseHead(text.slice(0, stop))
        text = text.slice(stop)
        // 101 ends the exchange; the others below 200 are followed by another (RFC 9110, 15.2).
        if (next.status >= 200 || next.status === 101) {
          head = next
          return Buffer.from(text, 'latin1')
        }
        interim += stop
        from = 0
      }
    }

    const readBody = (final: ResponseHead, chunk: Buffer): void => {
      body ??= bodyReader(request.method, final, keep)
      const taken = body.take(chunk)
      if (body.isComplete) {
        succeed(final, taken === chunk.length && final.status !== 101 && staysOpen(final))
      } else if (body.received >= limits.bodyBytes) {
        succeed(final, false)
      }
    }

    const read = (chunk: Buffer): void => {
      received += chunk.length
      try {
        if (head !== null) {
          readBody(head, chunk)
          return
        }
        const rest = readHead(chunk)
        if (rest === null || head === null) return
        clearTimeout(timer)
        const final: ResponseHead = head
        timer = setTimeout(() => succeed(final, false), limits.bodyTimeout)
        readBody(final, rest)
      } catch (error) {
        fail(error instanceof NoAnswer ? error : new NoAnswer('invalid', String(error)))
      }
    }
    const ended = (how: string): void => {
      if (head !== null && body?.endsWithConnection === true) succeed(head, false)
      else
        fail(
          new NoAnswer(
            'connection',
            `${how} ${placeText(received, head)}`,
            hasWaited && received === 0,
          ),
        )
    }
    const end = (): void => ended('connection closed')
    const broken = (error: Error): void => {
      const code = errorCode(error)
      // With TLS 1.3 a server refuses a client certificate after the handshake.
      if (code.startsWith('ERR_SSL_')) fail(new NoAnswer('tls', error.message))
      else ended(socketErrorText(error))
    }

    socket.on('data', read)
    socket.on('end', end)
    socket.on('close', end)
    socket.on('error', broken)
    if (socket.destroyed)
      fail(new NoAnswer('connection', 'connection closed while it was idle', true))
    else socket.write(bytes)
  })
}

/** The bytes of a request without a body. @throws {TypeError} A line end in a part of it. */
export function requestHead({ method, target, authority, headers }: WireRequest): Buffer {
  const lines = [`${method} ${target} HTTP/1.1`, `Host: ${authority}`]
  for (const [name, value] of headers) lines.push(`${name}: ${value}`)
  if (lines.some((line) => /[\r\n\0]/.test(line))) {
    throw new TypeError('a line end in a request')
  }
  const text = `${lines.join('\r\n')}\r\n\r\n`
  return Buffer.from(text, /[^\0-\xff]/.test(text) ? 'utf8' : 'latin1')
}

/** Whether the connection persists (RFC 9112, 9.3). */
function staysOpen({ isPersistent, headers }: ResponseHead): boolean {
  const options = valuesOf(headers, 'connection').join(',').toLowerCase()
  const isAmbiguous =
    valuesOf(headers, 'transfer-encoding').length > 0 &&
    valuesOf(headers, 'content-length').length > 0
  if (!isPersistent && !/(?:^|,)[ \t]*keep-alive[ \t]*(?:,|$)/.test(options)) return false
  return !isAmbiguous && !/(?:^|,)[ \t]*(?:close|upgrade)[ \t]*(?:,|$)/.test(options)
}

function lateText(received: number, { headTimeout }: AnswerLimits): string {
  return received === 0
    ? `no answer within ${headTimeout} ms`
    : `the head of the answer was not complete within ${headTimeout} ms`
}

function placeText(received: number, head: ResponseHead | null): string {
  if (received === 0) return 'before an answer'
  return head === null ? 'in the head of the answer' : 'in the body of the answer'
}
