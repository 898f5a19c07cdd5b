/**
 * The headers of an h3 answer, off Node. h3 makes the answer behind the last middleware, out of what the handler gave and the headers that were prepared on the
 * event; a prepared header replaces one of the handler's.
 *
 * @module
 */
import type { H3Event } from 'h3'
import type { Judgement } from '../enforce/enforcer.ts'
import { isEventStream } from '../enforce/watch-grant.ts'
import { endWithGrant } from '../fetch-exchange/end-with-grant.ts'
import { bringHeaders, withHeaders } from '../fetch-exchange/respond.ts'

/** What no application may say beside us. */
const OURS = /^access-control-/

/** Dresses what a handler gave: a `Response`, an answer of h3's own with headers, or a value that becomes one. */
export function dressResult(judgement: Judgement, event: H3Event, result: unknown): unknown {
  const { headers, errHeaders } = event.res
  if (!(result instanceof Response)) {
    const own = headersOf(result)
    if (own !== undefined) {
      moveVary(own, headers)
      forgetOurs(own)
    }
    bringHeaders(judgement, headers)
    // Nobody answered: h3 makes a 404 of that.
    bringHeaders(judgement, errHeaders)
    const isStream = result instanceof ReadableStream && isEventStream(headers.get('content-type'))
    return isStream ? endWithGrant(judgement, result) : result
  }
  // Joined here as h3 would join them, so that nothing comes in behind us.
  const prepared = result.status >= 400 ? errHeaders : headers
  const joined = new Response(result.body, result)
  for (const [name, value] of prepared) {
    if (name === 'set-cookie') joined.headers.append(name, value)
    else joined.headers.set(name, value)
  }
  for (const name of [...prepared.keys()]) prepared.delete(name)
  return withHeaders(judgement, joined)
}

/** Dresses what h3 makes of an error. */
export function dressFailure(judgement: Judgement, event: H3Event, error: unknown): void {
  const own = headersOf(error)
  if (own !== undefined) {
    moveVary(own, event.res.errHeaders)
    forgetOurs(own)
  }
  bringHeaders(judgement, event.res.errHeaders)
}

function headersOf(value: unknown): Headers | undefined {
  const { headers } = (typeof value === 'object' && value !== null ? value : {}) as {
    readonly headers?: unknown
  }
  return headers instanceof Headers ? headers : undefined
}

/** A prepared `Vary` would replace the handler's, so that one joins it first. */
function moveVary(from: Headers, to: Headers): void {
  const vary = from.get('vary')
  if (vary !== null) to.append('vary', vary)
}

function forgetOurs(headers: Headers): void {
  for (const name of [...headers.keys()]) if (OURS.test(name)) headers.delete(name)
}
