/**
 * Fetch responses with the headers of a verdict.
 *
 * @module
 */
import { type HeaderLine, isEventStream } from '@marque/core'
import type { Verdict } from '../enforce/index.ts'

/** Statuses whose `Response` must not have a body (Fetch, null body status). */
const WITHOUT_BODY: readonly number[] = [204, 205, 304]

/** The middleware's own response; null if the request goes on. A response to HEAD has no body. */
export function ownResponse(verdict: Verdict, method: string): Response | null {
  const own = verdict.ownResponse
  if (own === null) return null
  const body = own.body === '' || method === 'HEAD' ? null : own.body
  return new Response(body, { status: own.status, headers: toHeaders(own.headers) })
}

/**
 * The application's response with the policy's headers. Its body is passed on unread; an event stream ends with its grant (D25).
 *
 * A `Response` of `fetch` or `Response.redirect` has immutable headers, so that a new one is always made. One that carries a WebSocket (Workers) cannot be
 * copied, and browsers do not check its headers.
 *
 * @throws {TypeError} Its body was read already.
 */
export function withPolicyHeaders(verdict: Verdict, response: Response): Response {
  // The constructor takes neither 101 nor the status of a network error.
  if (response.status < 200 || response.status > 599) return response
  const lines = verdict.responseHeaders([...response.headers])
  return new Response(bodyOf(verdict, response), {
    status: response.status,
    statusText: response.statusText,
    headers: toHeaders(lines),
  })
}

function bodyOf(verdict: Verdict, { status, headers, body }: Response): Response['body'] {
  if (body === null || WITHOUT_BODY.includes(status)) return null
  return isEventStream(headers.get('content-type')) ? endWithGrant(verdict, body) : body
}

/** Sets the policy's headers on mutable headers. */
export function updateHeaders(verdict: Verdict, headers: Headers): void {
  const lines = verdict.responseHeaders([...headers])
  for (const name of [...headers.keys()]) headers.delete(name)
  for (const [name, value] of lines) headers.append(name, value)
}

/**
 * The same bytes until the grant ends (D25), read no faster than the consumer reads. Then the reader sees the end of the stream, and the application a
 * cancelled one.
 *
 * @throws {TypeError} The stream is locked.
 */
export function endWithGrant(
  { watch }: Verdict,
  body: ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  let stopWatching = (): void => undefined
  let hasEnded = false
  const end = (): void => {
    hasEnded = true
    stopWatching()
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stopWatching = watch(() => {
          end()
          controller.close()
          reader.cancel('the grant ended').catch(() => undefined)
        })
      },
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (hasEnded) return
          if (!done) return controller.enqueue(value)
          end()
          controller.close()
        } catch (error) {
          end()
          controller.error(error)
        }
      },
      cancel(reason) {
        end()
        return reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

function toHeaders(lines: readonly HeaderLine[]): Headers {
  const headers = new Headers()
  for (const [name, value] of lines) headers.append(name, value)
  return headers
}
