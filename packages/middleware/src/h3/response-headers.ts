/**
 * The headers of h3 responses on other runtimes than Node.
 *
 * h3 makes the response after the last middleware, from what the handler returned and the headers that were prepared on the event; a prepared header replaces
 * one of the handler.
 *
 * @module
 */
import { isCorsHeader, isEventStream, READ_HEADER } from '@marque/core'
import type { H3Event } from 'h3'
import type { Verdict } from '../enforce/index.ts'
import { endWithGrant, updateHeaders, withPolicyHeaders } from '../fetch-exchange/index.ts'

/** Applies the policy's headers to what a handler returned: a `Response`, a response object of h3 with headers, an error, or a value that becomes one of these. */
export function applyToResult(verdict: Verdict, event: H3Event, result: unknown): unknown {
  if (result instanceof Response) return applyToResponse(verdict, event, result)
  if (result instanceof Error) return applyToError(verdict, event, result)
  const { headers, errHeaders } = event.res
  const own = headersOf(result)
  if (own !== undefined) {
    moveDecided(verdict, own, headers)
  }
  updateHeaders(verdict, headers)
  // For the 404 that h3 makes if no handler returned anything.
  updateHeaders(verdict, errHeaders)
  const isStream = result instanceof ReadableStream && isEventStream(headers.get('content-type'))
  return isStream ? endWithGrant(verdict, result) : result
}

/** Applies them to the middleware's own response, which overrides headers that were prepared for another one. */
export function applyToOwnResponse(verdict: Verdict, event: H3Event, own: Response): Response {
  const prepared = preparedFor(event, own)
  for (const name of own.headers.keys()) if (name !== 'vary') prepared.delete(name)
  return applyToResponse(verdict, event, own)
}

/**
 * Applies them to the response that h3 makes of an error.
 *
 * @returns What to throw: the same error, unless it is immutable.
 */
export function applyToError(verdict: Verdict, event: H3Event, error: unknown): unknown {
  const { errHeaders } = event.res
  const own = headersOf(error) ?? headersForError(error)
  if (own !== undefined) {
    moveDecided(verdict, own, errHeaders)
  }
  updateHeaders(verdict, errHeaders)
  if (own === undefined || headersOf(error) === own) return error
  if (Reflect.set(error as object, 'headers', own)) return error
  return Object.create(error as object, { headers: { value: own } })
}

function applyToResponse(verdict: Verdict, event: H3Event, response: Response): Response {
  // Merge the prepared headers as h3 would, so that it adds none afterwards.
  const prepared = preparedFor(event, response)
  const merged = new Response(response.body, response)
  for (const [name, value] of prepared) {
    if (name === 'set-cookie' || name === 'vary') merged.headers.append(name, value)
    else merged.headers.set(name, value)
  }
  for (const name of [...prepared.keys()]) prepared.delete(name)
  return withPolicyHeaders(verdict, merged)
}

function preparedFor({ res }: H3Event, { status }: Response): Headers {
  return status >= 400 ? res.errHeaders : res.headers
}

function headersOf(value: unknown): Headers | undefined {
  const { headers } = fieldsOf(value)
  return headers instanceof Headers ? headers : undefined
}

/** h3 takes them from any error, else from its cause, in every form that the constructor of `Headers` accepts. */
function headersForError(error: unknown): Headers | undefined {
  const { headers, cause } = fieldsOf(error)
  const init = headers || fieldsOf(cause).headers
  try {
    return init ? new Headers(init as ConstructorParameters<typeof Headers>[0]) : undefined
  } catch {
    // h3 fails on them too, and responds to that failure.
    return undefined
  }
}

function fieldsOf(value: unknown): { readonly [name: string]: unknown } {
  return (typeof value === 'object' && value !== null ? value : {}) as {
    readonly [name: string]: unknown
  }
}

/** Moves what the policy decides (D22), and what a layer below reports (D29), to the prepared headers, where the policy's headers are set. */
function moveDecided({ decision }: Verdict, from: Headers, to: Headers): void {
  for (const [name, value] of [...from]) {
    const isDecided =
      name === 'vary' ||
      name === READ_HEADER ||
      isCorsHeader(name) ||
      decision.removes.includes(name)
    if (!isDecided) continue
    to.append(name, value)
    from.delete(name)
  }
}
