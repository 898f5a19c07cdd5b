/**
 * The headers of a Node answer, written when it is sent and not before: whatever the application, its errors and other middleware do until
 * then, ours are the last word.
 *
 * @module
 */
import type { OutgoingHttpHeader, OutgoingHttpHeaders } from 'node:http'
import type { Judgement } from '../enforce/enforcer.ts'
import { isEventStream } from '../enforce/watch-grant.ts'
import { bringTo, linesOf, type NodeResponse, setAll } from './answer-lines.ts'
import { endWhileWritten } from './end-while-written.ts'

type HeadersOf = OutgoingHttpHeaders | readonly OutgoingHttpHeader[]

/** Names that neither interim answers nor trailers may carry (D22). */
const OURS = /^(?:access-control-|timing-allow-origin$|cross-origin-resource-policy$)/i

/** Takes the response over. To be called before anything is sent; a second call for one response replaces nothing and adds nothing. */
export function takeOver(response: NodeResponse, judgement: Judgement): void {
  const { writeHead, writeEarlyHints } = response
  const own = response as {
    writeHead: (status: number, ...rest: readonly unknown[]) => NodeResponse
    writeEarlyHints: (
      hints: { readonly [name: string]: unknown },
      ...rest: readonly unknown[]
    ) => unknown
    addTrailers?: (trailers: HeadersOf) => void
  }
  own.writeHead = (status, ...rest) => {
    // An answer that was sent already fails as it would without us; an interim one carries none of our headers.
    if (response.headersSent || status < 200)
      return Reflect.apply(writeHead, response, [status, ...rest])
    const reason = typeof rest[0] === 'string' ? rest[0] : undefined
    setAll(
      response,
      (reason === undefined ? (rest[0] ?? rest[1]) : rest[1]) as HeadersOf | undefined,
    )
    const below = linesOf(response)
    bringTo(response, below, judgement.answer(below))
    watchStream(response, judgement)
    const args = reason === undefined ? [status] : [status, reason]
    return Reflect.apply(writeHead, response, args)
  }
  if (typeof writeEarlyHints === 'function') {
    own.writeEarlyHints = (hints, ...rest) =>
      Reflect.apply(writeEarlyHints, response, [withoutOurs(hints), ...rest])
  }
  if (typeof own.addTrailers === 'function') {
    const { addTrailers } = own
    own.addTrailers = (trailers) => {
      addTrailers.call(
        response,
        Array.isArray(trailers)
          ? trailers.filter(isForeign)
          : withoutOurs(trailers as OutgoingHttpHeaders),
      )
    }
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

function withoutOurs<Value>(fields: { readonly [name: string]: Value }): { [name: string]: Value } {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !OURS.test(name)))
}

/** Trailers may be given as pairs. */
function isForeign(pair: unknown): boolean {
  return !(Array.isArray(pair) && OURS.test(String(pair[0])))
}
