/**
 * The middleware of h3.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import type { H3Event, Middleware } from 'h3'
import { createEnforcer, type MarqueOptions } from '../enforce/index.ts'
import {
  evaluateFetch,
  fetchFacts,
  ownResponse,
  underlyingNodeExchange,
  withoutInternalHeaders,
} from '../fetch-exchange/index.ts'
import { enforceNodeRequest } from '../node-exchange/index.ts'
import { applyToError, applyToOwnResponse, applyToResult } from './response-headers.ts'

declare module 'h3' {
  interface H3EventContext {
    /** The decision of `marque()` for this request. */
    marque?: Decision
  }
}

/**
 * Creates the middleware. Add it first, for all routes: preflights carry no credentials. After it `event.context.marque` is the decision.
 *
 * Errors and 404 carry the policy's headers. On Node the request target is evaluated as received, elsewhere the url that the runtime made of it.
 *
 * @throws {TypeError} The options are invalid.
 *
 * @example
 * ```ts
 * const app = new H3()
 * app.use(marque({ policy }))
 * ```
 */
export function marque(options: MarqueOptions<H3Event>): Middleware {
  const enforcer = createEnforcer(options)
  return async (event, next) => {
    const node = underlyingNodeExchange(event.req, undefined)
    if (node !== undefined) {
      // Node's response is intercepted: nothing is left to do after `next`.
      const verdict = await enforceNodeRequest(enforcer, node, event)
      event.context.marque = verdict.decision
      const own = ownResponse(verdict, event.req.method)
      return own === null ? next() : applyToOwnResponse(verdict, event, own)
    }
    const facts = fetchFacts(event.req, enforcer.scheme)
    const verdict = await evaluateFetch(enforcer, facts, event.req, event)
    event.context.marque = verdict.decision
    const own = ownResponse(verdict, event.req.method)
    if (own !== null) return applyToOwnResponse(verdict, event, own)
    const stripped = withoutInternalHeaders(event.req, facts)
    if (stripped !== event.req) Reflect.set(event, 'req', stripped)
    try {
      return applyToResult(verdict, event, await next())
    } catch (error) {
      throw applyToError(verdict, event, error)
    }
  }
}
