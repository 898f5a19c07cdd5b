/**
 * The policy in the route handlers of a Next.js application (`app/…/route.ts`).
 *
 * A route handler gets the url that Next.js made of the target, and only requests that are routed to it: not pages, static files, redirects and the 404 of
 * Next.js. A custom server with `@marque/middleware/node` in front of Next.js evaluates all of them, by the raw target.
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

/** The methods that a route file may export. */
export type RouteMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'

/** A route handler: `NextRequest` is a `Request`, and the rest is what Next.js passes after it (`{ params }`). */
// biome-ignore lint/suspicious/noExplicitAny: a handler may declare `NextRequest`, a type of Next.js, and the type of its own params.
export type RouteHandler = (request: any, ...rest: any[]) => Response | Promise<Response>

/** The handlers that an application writes. */
export type RouteHandlers = { readonly [Method in RouteMethod]?: RouteHandler }

/** The exports of a route file: every method, so that none bypasses the policy. */
export type MarqueRoute = {
  readonly [Method in RouteMethod]: (
    request: Request,
    ...rest: readonly unknown[]
  ) => Promise<Response>
}

/** Options for route handlers. */
export interface NextOptions extends MarqueOptions<Request> {
  /** Returns the response if a handler or `context` throws (default: the error goes to `console.error`, the response is a bare 500). It gets the policy's headers. */
  readonly onError?: (error: unknown) => Response | Promise<Response>
}

const METHODS: readonly RouteMethod[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/**
 * Creates the function that wraps the handlers of a route.
 *
 * It returns an export for every method. `OPTIONS` responds to preflights; another OPTIONS request goes to the handler of that name, or gets the methods in
 * `Allow`. A method without a handler gets 405, with the policy's headers. `HEAD` without a handler is `GET` without the body.
 *
 * @throws {TypeError} The options are invalid.
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
    const all = complete(handlers)
    const enforced =
      (handler: RouteHandler) =>
      (request: Request, ...rest: readonly unknown[]): Promise<Response> =>
        enforceHandler(
          { enforcer, environment: undefined, onError: options.onError },
          request,
          (passed) => handler(passed, ...rest),
        )
    return {
      GET: enforced(all.GET),
      HEAD: enforced(all.HEAD),
      POST: enforced(all.POST),
      PUT: enforced(all.PUT),
      PATCH: enforced(all.PATCH),
      DELETE: enforced(all.DELETE),
      OPTIONS: enforced(all.OPTIONS),
    }
  }
}

function complete(handlers: RouteHandlers): Required<RouteHandlers> {
  const { GET } = handlers
  const supported = METHODS.filter(
    (method) => handlers[method] !== undefined || (method === 'HEAD' && GET !== undefined),
  )
  const allow = [...new Set([...supported, 'OPTIONS'])].join(', ')
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
