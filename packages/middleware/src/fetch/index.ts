/**
 * One policy around a Fetch handler: Workers, Deno, Bun, and whatever takes a `Request` and gives a `Response`.
 *
 * @module
 */
import { createEnforcer } from '../enforce/enforcer.ts'
import type { MarqueOptions } from '../enforce/options.ts'
import { enforceAround } from '../fetch-exchange/enforce-around.ts'

export type { Decision } from '@marque/core'
export type { DecisionEvent, MarqueOptions } from '../enforce/options.ts'
export { decisionOf } from '../fetch-exchange/enforce-around.ts'

/** Options for a Fetch handler. */
export interface FetchOptions extends MarqueOptions<Request> {
  /** What to answer where the handler or `context` throws; it is told of the error, and its answer gets the headers. Else it is a bare 500, and the console is told. */
  readonly onError?: (error: unknown) => Response | Promise<Response>
}

/** A handler as runtimes call it; what stands behind the request (environment, execution context) is passed on. */
export type FetchHandler<Rest extends readonly unknown[]> = (
  request: Request,
  ...rest: Rest
) => Response | Promise<Response>

/**
 * Puts the policy around a handler.
 *
 * Preflights and refused requests never come to it. Every answer of it gets the policy's headers and loses those of any other author. A handler
 * that throws is answered with an error that carries them too, so that the page reads an error and not "CORS". `decisionOf(request)` tells the decision inside.
 *
 * @throws {TypeError} The options hold a mistake of a programmer.
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
    enforceAround({ enforcer, beside: rest[0], onError: options.onError }, request, (seen) =>
      handler(seen, ...rest),
    )
}
