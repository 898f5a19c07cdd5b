/**
 * Reading of the head of an HTTP/1.1 response.
 *
 * Strict where browsers fail too, tolerant where they are: a bare LF ends a line (RFC 9112, 2.2), and a folded line is one with a space
 * (5.2). Every line is kept as it came.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import { NoAnswer } from './no-answer.ts'

export interface ResponseHead {
  /** Whether the connection persists where the answer does not say otherwise: not with HTTP/1.0. */
  readonly isPersistent: boolean
  readonly status: number
  readonly headers: readonly HeaderLine[]
}

const STATUS_LINE = /^HTTP\/1\.(\d) ([1-9]\d\d)(?: .*)?$/

/** Name, colon and value, trimmed (RFC 9110, 5.5 and 5.6.2). */
const FIELD_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/s

/** Where the head ends in `text`, its empty line included; -1 where it has not come. */
export function endOfHead(text: string, from: number): number {
  // The empty line may have begun in the bytes before.
  END_OF_HEAD.lastIndex = Math.max(0, from - 3)
  return END_OF_HEAD.test(text) ? END_OF_HEAD.lastIndex : -1
}

const END_OF_HEAD = /\r?\n\r?\n/g

/** Whether `text`, the first bytes of a connection, can become a status line. */
export function canBeStatusLine(text: string): boolean {
  return text.length < 7 ? 'HTTP/1.'.startsWith(text) : text.startsWith('HTTP/1.')
}

/** @param text The head with its empty line, one character for each byte. @throws {NoAnswer} `invalid`. */
export function readResponseHead(text: string): ResponseHead {
  const [statusLine = '', ...lines] = text.trimEnd().split(/\r?\n/)
  const [, version, status] = STATUS_LINE.exec(statusLine) ?? []
  if (status === undefined) {
    throw new NoAnswer('invalid', 'the answer does not start with an HTTP/1.1 status line')
  }
  const headers: [string, string][] = []
  for (const line of lines) {
    const last = headers.at(-1)
    if (/^[ \t]/.test(line) && last !== undefined) {
      last[1] = `${last[1]} ${line.trim()}`.trim()
      continue
    }
    const [, name, value] = FIELD_LINE.exec(line) ?? []
    if (name === undefined || value === undefined || /[\0\r]/.test(value)) {
      throw new NoAnswer('invalid', 'the answer has a line in its head that is no header')
    }
    headers.push([name, value])
  }
  return { isPersistent: version !== '0', status: Number(status), headers }
}

/** The values of a field, in order. `name` is lower case. */
export function valuesOf(headers: readonly HeaderLine[], name: string): readonly string[] {
  return headers.filter(([own]) => own.toLowerCase() === name).map(([, value]) => value)
}
