/**
 * The policy around a Fetch handler: Workers, Deno, Bun, and everything that takes a `Request` and returns a `Response`.
 *
 * @module
 */
import { createEnforcer, type MarqueOptions } from './enforce/index.ts'
import { enforceHandler } from './fetch-exchange/index.ts'

export type { Decision } from '@marque/core'
export type {
  DecisionEntry,
  DecisionEvent,
  ExplainOptions,
  LogOption,
  MarqueOptions,
} from './enforce/index.ts'
export { decisionOf } from './fetch-exchange/index.ts'

/** Options for a Fetch handler. */
export interface FetchOptions extends MarqueOptions<Request> {
  /** Returns the response if the handler or `context` throws (default: the error goes to `console.error`, the response is a bare 500). It gets the policy's headers. */
  readonly onError?: (error: unknown) => Response | Promise<Response>
}

/** A handler as runtimes call it; the arguments after the request (environment, execution context) are passed on. */
export type FetchHandler<Rest extends readonly unknown[]> = (
  request: Request,
  ...rest: Rest
) => Response | Promise<Response>

/**
 * Wraps a handler.
 *
 * The handler gets neither preflights nor refused requests. Every response gets the policy's headers and loses other CORS headers; so does the response to an
 * error, so that the page sees an HTTP error instead of a CORS error. `decisionOf(request)` returns the decision inside the handler.
 *
 * @throws {TypeError} The options are invalid.
 *
 * @example
 * ```ts
 * export default { fetch: withMarque({ policy: bundle }, (request) => new Response('hello')) }
 * ```
 */
export function withMarque<Rest extends readonly unknown[]>(
  options: FetchOptions,
  handler: FetchHandler<Rest>,
): (request: Request, ...rest: Rest) => Promise<Response> {
  const enforcer = createEnforcer(options)
  return (request, ...rest) =>
    enforceHandler(
      { enforcer, environment: rest[0], onError: options.onError },
      request,
      (passed) => handler(passed, ...rest),
    )
}
