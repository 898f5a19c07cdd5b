/**
 * One policy in the route handlers of a Next.js application (`app/…/route.ts`).
 *
 * A route handler sees the url that Next.js made of the target, and only requests that lead to it: pages, static files, redirects and the 404 of Next.js are
 * answered by others. A custom server with `@marque/middleware/node` in front of Next.js judges all of them, by the raw target.
 *
 * @module
 */
import { createEnforcer } from '../enforce/enforcer.ts'
import type { MarqueOptions } from '../enforce/options.ts'
import { enforceAround } from '../fetch-exchange/enforce-around.ts'

export type { Decision } from '@marque/core'
export type { DecisionEvent, MarqueOptions } from '../enforce/options.ts'
export { decisionOf } from '../fetch-exchange/enforce-around.ts'

/** The methods that a route file may export. */
export type RouteMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'

/** A route handler: `NextRequest` is a `Request`, and the rest is what Next.js passes beside it (`{ params }`). */
// biome-ignore lint/suspicious/noExplicitAny: a handler may say `NextRequest`, which only Next.js declares, and the type of its own params.
export type RouteHandler = (request: any, ...rest: any[]) => Response | Promise<Response>

/** The handlers that an application writes. */
export type RouteHandlers = { readonly [Method in RouteMethod]?: RouteHandler }

/** What the route file exports: every method, so that none is answered without the policy. */
export type MarqueRoute = {
  readonly [Method in RouteMethod]: (
    request: Request,
    ...rest: readonly unknown[]
  ) => Promise<Response>
}

/** Options for route handlers. */
export interface NextOptions extends MarqueOptions<Request> {
  /** What to answer where a handler or `context` throws; it is told of the error, and its answer gets the headers. Else it is a bare 500, and the console is told. */
  readonly onError?: (error: unknown) => Response | Promise<Response>
}

const METHODS: readonly RouteMethod[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/**
 * Makes the function that puts the policy around the handlers of a route.
 *
 * It gives an export for every method. `OPTIONS` answers preflights; another OPTIONS comes to the handler of that name, or tells the methods in `Allow`.
 * A method without a handler is 405, with the policy's headers. `HEAD` is `GET` without its body where there is no handler for it.
 *
 * @throws {TypeError} The options hold a mistake of a programmer.
 *
 * @example
 * ```ts
 * // marque.ts
 * export const route = withMarque({ policy })
 *
 * // app/v1/account/route.ts
 * export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
 *   GET: async (request) => Response.json({ name: 'Ada' }),
 * })
 * ```
 */
export function withMarque(options: NextOptions): (handlers: RouteHandlers) => MarqueRoute {
  const enforcer = createEnforcer(options)
  return (handlers) => {
    const whole = complete(handlers)
    const around =
      (handler: RouteHandler) =>
      (request: Request, ...rest: readonly unknown[]): Promise<Response> =>
        enforceAround({ enforcer, beside: undefined, onError: options.onError }, request, (seen) =>
          handler(seen, ...rest),
        )
    return {
      GET: around(whole.GET),
      HEAD: around(whole.HEAD),
      POST: around(whole.POST),
      PUT: around(whole.PUT),
      PATCH: around(whole.PATCH),
      DELETE: around(whole.DELETE),
      OPTIONS: around(whole.OPTIONS),
    }
  }
}

function complete(handlers: RouteHandlers): Required<RouteHandlers> {
  const { GET } = handlers
  const had = METHODS.filter(
    (method) => handlers[method] !== undefined || (method === 'HEAD' && GET !== undefined),
  )
  const allow = [...new Set([...had, 'OPTIONS'])].join(', ')
  const refuse: RouteHandler = () => new Response(null, { status: 405, headers: { allow } })
  return {
    GET: GET ?? refuse,
    HEAD: handlers.HEAD ?? (GET === undefined ? refuse : headOf(GET)),
    POST: handlers.POST ?? refuse,
    PUT: handlers.PUT ?? refuse,
    PATCH: handlers.PATCH ?? refuse,
    DELETE: handlers.DELETE ?? refuse,
    OPTIONS: handlers.OPTIONS ?? (() => new Response(null, { status: 204, headers: { allow } })),
  }
}

function headOf(get: RouteHandler): RouteHandler {
  return async (request, ...rest) => {
    const { body, status, statusText, headers } = await get(request, ...rest)
    await body?.cancel()
    return new Response(null, { status, statusText, headers })
  }
}
