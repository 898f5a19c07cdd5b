/**
 * Where the body of an HTTP/1.1 response ends (RFC 9112, 6.3).
 *
 * @module
 */

import { NoAnswer } from './no-answer.ts'
import type { ResponseHead } from './response-head.ts'
import { valuesOf } from './response-head.ts'

/** Reads a body as its bytes come. */
export interface BodyReader {
  /** Bytes of the body without framing, so far. */
  readonly received: number
  /** Whether nothing of it is missing. */
  readonly isComplete: boolean
  /** Whether the end of the connection ends it. */
  readonly endsWithConnection: boolean
  /**
   * Takes bytes, and hands those of the body to `keep`.
   *
   * @returns How many were taken: fewer than all where the body ended before.
   * @throws {NoAnswer} `invalid`.
   */
  take(bytes: Buffer): number
}

/** @throws {NoAnswer} `invalid`: its length contradicts itself. */
export function bodyReader(
  method: string,
  { status, headers }: ResponseHead,
  keep: (bytes: Buffer) => void,
): BodyReader {
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) {
    return lengthReader(0, keep)
  }
  const codings = valuesOf(headers, 'transfer-encoding').join(',').toLowerCase().split(',')
  if (codings.at(-1)?.trim() === 'chunked') return chunkReader(keep)
  if (codings.join('') !== '') return lengthReader(Number.POSITIVE_INFINITY, keep)
  const lengths = new Set(
    valuesOf(headers, 'content-length')
      .flatMap((value) => value.split(','))
      .map((value) => value.trim()),
  )
  const [length] = lengths
  if (length === undefined) return lengthReader(Number.POSITIVE_INFINITY, keep)
  if (lengths.size > 1) {
    throw new NoAnswer('invalid', 'the answer has Content-Length twice, with different values')
  }
  if (!/^\d{1,15}$/.test(length)) {
    throw new NoAnswer('invalid', 'the Content-Length of the answer is no number')
  }
  return lengthReader(Number(length), keep)
}

function lengthReader(length: number, keep: (bytes: Buffer) => void): BodyReader {
  let received = 0
  return {
    get received() {
      return received
    },
    get isComplete() {
      return received >= length
    },
    endsWithConnection: length === Number.POSITIVE_INFINITY,
    take(bytes) {
      const part = bytes.subarray(0, Math.min(bytes.length, length - received))
      received += part.length
      keep(part)
      return part.length
    },
  }
}

/** Bytes of a line with the size of a chunk, or of all trailers. */
const LINE_LIMIT = 8192

/** The chunked coding (RFC 9112, 7.1). */
function chunkReader(keep: (bytes: Buffer) => void): BodyReader {
  let received = 0
  let state: 'size' | 'data' | 'data-end' | 'trailer' | 'complete' = 'size'
  let line = ''
  let trailers = 0
  let missing = 0
  const broken = (): NoAnswer => new NoAnswer('invalid', 'the chunks of the answer are malformed')

  const endOfLine = (text: string): void => {
    if (state === 'size') {
      const size = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(text)?.[1]
      if (size === undefined) throw broken()
      missing = Number.parseInt(size, 16)
      state = missing === 0 ? 'trailer' : 'data'
    } else if (state === 'data-end') {
      if (text !== '') throw broken()
      state = 'size'
    } else if (text === '') {
      state = 'complete'
    }
  }

  return {
    get received() {
      return received
    },
    get isComplete() {
      return state === 'complete'
    },
    endsWithConnection: false,
    take(bytes) {
      let at = 0
      while (at < bytes.length && state !== 'complete') {
        if (state === 'data') {
          const part = bytes.subarray(at, at + missing)
          received += part.length
          missing -= part.length
          at += part.length
          keep(part)
          if (missing === 0) state = 'data-end'
          continue
        }
        const end = bytes.indexOf(0x0a, at)
        const stop = end < 0 ? bytes.length : end
        line += bytes.toString('latin1', at, stop)
        if (state === 'trailer') trailers += stop - at
        if (line.length > LINE_LIMIT || trailers > LINE_LIMIT) throw broken()
        at = stop + 1
        if (end < 0) break
        endOfLine(line.endsWith('\r') ? line.slice(0, -1) : line)
        line = ''
      }
      return Math.min(at, bytes.length)
    },
  }
}
