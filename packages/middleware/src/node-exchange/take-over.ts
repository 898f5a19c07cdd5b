/**
 * The headers of a Node answer, written when it is sent and not before: whatever the application, its errors and other middleware do until
 * then, ours are the last word.
 *
 * @module
 */

import type { OutgoingHttpHeader, OutgoingHttpHeaders } from 'node:http'
import { isEventStream } from '@marque/core'
import type { Judgement } from '../enforce/enforcer.ts'

import { bringTo, linesOf, type NodeResponse, setAll } from './answer-lines.ts'
import { endWhileWritten } from './end-while-written.ts'
import { isOurs, linesWithoutOurs, withoutOurs } from './without-ours.ts'

type HeadersOf = OutgoingHttpHeaders | readonly OutgoingHttpHeader[]

/** What Node's answers have, each of them some of it. */
interface Own {
  writeHead: (status: number, ...rest: readonly unknown[]) => unknown
  writeHeader?: Own['writeHead']
  writeEarlyHints?: (hints: unknown, ...rest: readonly unknown[]) => unknown
  writeInformation?: (status: number, fields: unknown, ...rest: readonly unknown[]) => unknown
  addTrailers?: (trailers: unknown) => unknown
  setTrailer?: (name: unknown, value: unknown) => unknown
}

/** Takes the response over. To be called before anything is sent; where it was taken over before, that judgement stays the last word. */
export function takeOver(response: NodeResponse, judgement: Judgement): void {
  const own = response as unknown as Own
  const { writeHead } = own
  own.writeHead = (status, ...rest) => {
    // An answer that was sent already fails as it would without us.
    if (response.headersSent) return Reflect.apply(writeHead, response, [status, ...rest])
    const [reason, fields] =
      typeof rest[0] === 'string' ? [rest[0], rest[1]] : [undefined, rest[1] ?? rest[0]]
    setAll(response, fields as HeadersOf | null | undefined)
    const below = linesOf(response)
    bringTo(response, below, status < 200 ? linesWithoutOurs(below) : judgement.answer(below))
    watchStream(response, judgement)
    const args = reason === undefined ? [status] : [status, reason]
    return Reflect.apply(writeHead, response, args)
  }
  // An old name of the same function, which would pass by ours.
  if (own.writeHeader !== undefined) own.writeHeader = own.writeHead
  strip(response, own)
}

/** Interim answers and trailers. */
function strip(response: NodeResponse, own: Own): void {
  const { writeEarlyHints, writeInformation, addTrailers, setTrailer } = own
  if (writeEarlyHints !== undefined) {
    own.writeEarlyHints = (hints, ...rest) =>
      Reflect.apply(writeEarlyHints, response, [withoutOurs(hints), ...rest])
  }
  if (writeInformation !== undefined) {
    own.writeInformation = (status, fields, ...rest) =>
      Reflect.apply(writeInformation, response, [status, withoutOurs(fields), ...rest])
  }
  if (addTrailers !== undefined) {
    own.addTrailers = (trailers) => Reflect.apply(addTrailers, response, [withoutOurs(trailers)])
  }
  if (setTrailer !== undefined) {
    own.setTrailer = (name, value) =>
      isOurs(name) ? undefined : Reflect.apply(setTrailer, response, [name, value])
  }
}

/** An event stream ends with its grant (D25). */
function watchStream(response: NodeResponse, judgement: Judgement): void {
  if (!isEventStream(String(response.getHeader('content-type')))) return
  response.once(
    'close',
    judgement.watch(() => endWhileWritten(response)),
  )
}
