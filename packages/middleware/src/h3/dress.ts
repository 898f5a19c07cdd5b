/**
 * The headers of an h3 answer, off Node. h3 makes the answer behind the last middleware, out of what the handler gave and the headers that were prepared on the
 * event; a prepared header replaces one of the handler's.
 *
 * @module
 */
import { isCorsHeader, isEventStream } from '@marque/core'
import type { H3Event } from 'h3'
import type { Judgement } from '../enforce/enforcer.ts'

import { endWithGrant } from '../fetch-exchange/end-with-grant.ts'
import { bringHeaders, withHeaders } from '../fetch-exchange/respond.ts'

/** Dresses what a handler gave: a `Response`, an answer of h3's own with headers, an error, or a value that becomes one of these. */
export function dressResult(judgement: Judgement, event: H3Event, result: unknown): unknown {
  if (result instanceof Response) return dressResponse(judgement, event, result)
  if (result instanceof Error) return dressFailure(judgement, event, result)
  const { headers, errHeaders } = event.res
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

/** The layer's own answer: what was prepared for another one by somebody above has no place in it where it says something else. */
export function dressOwn(judgement: Judgement, event: H3Event, own: Response): Response {
  const prepared = preparedFor(event, own)
  for (const name of own.headers.keys()) if (name !== 'vary') prepared.delete(name)
  return dressResponse(judgement, event, own)
}

/**
 * Dresses what h3 makes of an error.
 *
 * @returns What is to be thrown: the same error, unless it is one that cannot be changed.
 */
export function dressFailure(judgement: Judgement, event: H3Event, error: unknown): unknown {
  const { errHeaders } = event.res
  const own = headersOf(error) ?? headersForError(error)
  if (own !== undefined) {
    moveVary(own, errHeaders)
    forgetOurs(own)
  }
  bringHeaders(judgement, errHeaders)
  if (own === undefined || headersOf(error) === own) return error
  if (Reflect.set(error as object, 'headers', own)) return error
  return Object.create(error as object, { headers: { value: own } })
}

function dressResponse(judgement: Judgement, event: H3Event, response: Response): Response {
  // Joined here as h3 would join them, so that nothing comes in behind us.
  const prepared = preparedFor(event, response)
  const joined = new Response(response.body, response)
  for (const [name, value] of prepared) {
    if (name === 'set-cookie' || name === 'vary') joined.headers.append(name, value)
    else joined.headers.set(name, value)
  }
  for (const name of [...prepared.keys()]) prepared.delete(name)
  return withHeaders(judgement, joined)
}

function preparedFor({ res }: H3Event, { status }: Response): Headers {
  return status >= 400 ? res.errHeaders : res.headers
}

function headersOf(value: unknown): Headers | undefined {
  const { headers } = fieldsOf(value)
  return headers instanceof Headers ? headers : undefined
}

/** h3 takes them from an error of any kind, else from its cause, in every form in which `Headers` takes them. */
function headersForError(error: unknown): Headers | undefined {
  const { headers, cause } = fieldsOf(error)
  const said = headers || fieldsOf(cause).headers
  try {
    return said ? new Headers(said as ConstructorParameters<typeof Headers>[0]) : undefined
  } catch {
    // h3 fails on them too, and answers that failure.
    return undefined
  }
}

function fieldsOf(value: unknown): { readonly [name: string]: unknown } {
  return (typeof value === 'object' && value !== null ? value : {}) as {
    readonly [name: string]: unknown
  }
}

/** A prepared `Vary` would replace the handler's, so that one joins it first. */
function moveVary(from: Headers, to: Headers): void {
  const vary = from.get('vary')
  if (vary !== null) to.append('vary', vary)
}

function forgetOurs(headers: Headers): void {
  for (const name of [...headers.keys()]) if (isCorsHeader(name)) headers.delete(name)
}
