/**
 * From a judgement to a Fetch `Response`.
 *
 * @module
 */
import { type HeaderLine, isEventStream } from '@marque/core'
import type { Judgement } from '../enforce/enforcer.ts'

import { endWithGrant } from './end-with-grant.ts'

/** A `Response` of these refuses a body, and so does HTTP (Fetch, null body status). */
const WITHOUT_BODY: readonly number[] = [204, 205, 304]

/** The layer's own answer. A `Response` to HEAD has no body. */
export function ownResponse({ own }: Judgement, method: string): Response | null {
  if (own === null) return null
  const body = own.body === '' || method === 'HEAD' ? null : own.body
  return new Response(body, { status: own.status, headers: headersOf(own.headers) })
}

/**
 * The application's answer with our headers. Its body is passed on as it is, a stream unread; an event stream ends with its grant.
 *
 * A `Response` made by `fetch` or `Response.redirect` has headers that cannot be changed, so a new one is always made. One that carries a WebSocket (Workers) cannot
 * be copied, and no browser looks at its headers (D25).
 *
 * @throws {TypeError} Its body was read already: nothing is left to be sent.
 */
export function withHeaders(judgement: Judgement, response: Response): Response {
  // 101 and the network error have no place in the constructor.
  if (response.status < 200 || response.status > 599) return response
  const lines = judgement.answer(linesOf(response.headers))
  return new Response(bodyOf(judgement, response), {
    status: response.status,
    statusText: response.statusText,
    headers: headersOf(lines),
  })
}

function bodyOf(judgement: Judgement, { status, headers, body }: Response): Response['body'] {
  if (body === null || WITHOUT_BODY.includes(status)) return null
  return isEventStream(headers.get('content-type')) ? endWithGrant(judgement, body) : body
}

/** Brings headers that can be changed to what the policy says. */
export function bringHeaders(judgement: Judgement, headers: Headers): void {
  const lines = judgement.answer(linesOf(headers))
  for (const name of [...headers.keys()]) headers.delete(name)
  for (const [name, value] of lines) headers.append(name, value)
}

/** `Set-Cookie` lines stay apart: they are the one field that must not be joined. */
function linesOf(headers: Headers): HeaderLine[] {
  const lines: HeaderLine[] = []
  for (const [name, value] of headers) lines.push([name, value])
  return lines
}

function headersOf(lines: readonly HeaderLine[]): Headers {
  const headers = new Headers()
  for (const [name, value] of lines) headers.append(name, value)
  return headers
}
