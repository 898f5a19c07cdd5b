/**
 * One policy around a Fetch handler: Workers, Deno, Bun, and whatever takes a `Request` and gives a `Response`.
 *
 * @module
 */
import { createEnforcer } from '../enforce/enforcer.ts'
import type { MarqueOptions } from '../enforce/options.ts'
import { fetchFacts } from './fetch-facts.ts'
import { ownResponse, withHeaders } from './respond.ts'

export type { DecisionEvent, MarqueOptions } from '../enforce/options.ts'

/** A handler as runtimes call it; what stands behind the request (environment, execution context) is passed on. */
export type FetchHandler<Rest extends readonly unknown[]> = (
  request: Request,
  ...rest: Rest
) => Response | Promise<Response>

/**
 * Puts the policy around a handler.
 *
 * Preflights and refused requests never come to it. Every answer of it gets the policy's headers and loses those of any other author. A handler
 * that throws is answered with a bare 500 that carries them too, so that the page reads an error and not "CORS".
 *
 * @param onError What to answer where the handler throws; it is told of the error, and its answer gets the headers.
 *
 * @example
 * ```ts
 * export default { fetch: withMarque({ policy: bundle }, (request) => new Response('hello')) }
 * ```
 */
export function withMarque<Rest extends readonly unknown[]>(
  options: MarqueOptions<Request> & {
    readonly onError?: (error: unknown) => Response | Promise<Response>
  },
  handler: FetchHandler<Rest>,
): (request: Request, ...rest: Rest) => Promise<Response> {
  const enforcer = createEnforcer(options)
  return async (request, ...rest) => {
    const judgement = await enforcer.judge(fetchFacts(request, enforcer.scheme), request)
    const own = ownResponse(judgement, request.method)
    if (own !== null) return own
    let response: Response
    try {
      response = await handler(request, ...rest)
    } catch (error) {
      if (options.onError === undefined) console.error(error)
      response = (await options.onError?.(error)) ?? new Response(null, { status: 500 })
    }
    return withHeaders(judgement, response)
  }
}
