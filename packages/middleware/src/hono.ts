/**
 * The policy in a Hono application, on every runtime that Hono supports.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import type { Context, MiddlewareHandler } from 'hono'
import { createEnforcer, type MarqueOptions, type Verdict } from './enforce/index.ts'
import {
  evaluateFetch,
  fetchFacts,
  ownResponse,
  underlyingNodeExchange,
  withoutInternalHeaders,
  withPolicyHeaders,
} from './fetch-exchange/index.ts'
import { enforceNodeRequest } from './node-exchange/index.ts'

export type { Decision } from '@marque/core'
export type {
  DecisionEntry,
  DecisionEvent,
  ExplainOptions,
  LogOption,
  MarqueOptions,
} from './enforce/index.ts'

/** The variables of an application with {@link marque}: `new Hono<{ Variables: MarqueVariables }>()`. */
export interface MarqueVariables {
  /** The decision for this request. */
  marque: Decision
}

/**
 * Creates the middleware. Add it first, for all paths: preflights carry no credentials. After it `c.get('marque')` is the decision.
 *
 * Errors and 404 carry the policy's headers. On other runtimes than Node, a `context` that throws and a response whose body was read become a bare 500, with the
 * error in `c.error`. On Node the request target is evaluated as received, elsewhere the url that the runtime made of it.
 *
 * @throws {TypeError} The options are invalid.
 *
 * @example
 * ```ts
 * const app = new Hono<{ Variables: MarqueVariables }>()
 * app.use(marque({ policy }))
 * ```
 */
export function marque(
  options: MarqueOptions<Context>,
): MiddlewareHandler<{ Variables: MarqueVariables }> {
  const enforcer = createEnforcer(options)
  return async (c, next) => {
    const node = underlyingNodeExchange(c.req.raw, c.env)
    const subject = c as unknown as Context
    if (node !== undefined) {
      // Node's response is intercepted: nothing is left to do after `next`.
      const verdict = await enforceNodeRequest(enforcer, node, subject)
      c.set('marque', verdict.decision)
      const own = ownResponse(verdict, c.req.method)
      return own === null ? await next() : respond(subject, verdict, own)
    }
    const facts = fetchFacts(c.req.raw, enforcer.scheme)
    let verdict = enforcer.deny(facts)
    try {
      verdict = await evaluateFetch(enforcer, facts, c.req.raw, subject)
    } catch (error) {
      return respondWithError(subject, verdict, error)
    }
    c.set('marque', verdict.decision)
    const own = ownResponse(verdict, c.req.method)
    if (own !== null) return respond(subject, verdict, own)
    c.req.raw = withoutInternalHeaders(c.req.raw, facts)
    await next()
    try {
      setResponse(subject, withPolicyHeaders(verdict, c.res))
    } catch (error) {
      // The body was read already.
      respondWithError(subject, verdict, error)
    }
  }
}

/** A bare 500. Hono would call `onError` outside of the middleware, and send the headers that it sets. */
function respondWithError(c: Context, verdict: Verdict, error: unknown): void {
  console.error(error)
  c.error = error instanceof Error ? error : new Error('`context` failed', { cause: error })
  setResponse(c, withPolicyHeaders(verdict, new Response(null, { status: 500 })))
}

/** Sends the own response. Headers that outer middleware has set remain unless the own response has them. */
function respond(c: Context, verdict: Verdict, own: Response): void {
  const { headers } = own
  for (const [name, value] of c.res.headers) {
    if (name === 'set-cookie' || name === 'vary') headers.append(name, value)
    else if (!headers.has(name)) headers.set(name, value)
  }
  setResponse(c, withPolicyHeaders(verdict, own))
}

/** Replaces the response. Without the reset Hono would merge the headers of the old one, removed ones included. */
function setResponse(c: Context, response: Response): void {
  c.res = undefined
  c.res = response
}
