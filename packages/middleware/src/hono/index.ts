/**
 * One policy in a Hono application, on every runtime that Hono has.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import type { Context, MiddlewareHandler } from 'hono'
import { createEnforcer, type Judgement } from '../enforce/enforcer.ts'
import type { MarqueOptions } from '../enforce/options.ts'
import { fetchFacts } from '../fetch-exchange/fetch-facts.ts'
import { withoutTravelling } from '../fetch-exchange/forget.ts'
import { nodeBehind } from '../fetch-exchange/node-behind.ts'
import { ownResponse, withHeaders } from '../fetch-exchange/respond.ts'
import { admit } from '../node-exchange/admit.ts'

export type { Decision } from '@marque/core'
export type { DecisionEvent, MarqueOptions } from '../enforce/options.ts'

/** The variables behind {@link marque}: `new Hono<{ Variables: MarqueVariables }>()`. */
export interface MarqueVariables {
  /** The decision for this request. */
  marque: Decision
}

/**
 * Makes the middleware. It stands first, on all paths: preflights are answered before anybody is asked who they are. Behind it `c.get('marque')` is the decision.
 *
 * Errors and 404 carry the policy's headers. Off Node, a `context` that throws and an answer whose body was read are a bare 500 with the error in `c.error`. On Node the target that came is judged, elsewhere the url that the runtime made of it.
 *
 * @throws {TypeError} The options hold a mistake of a programmer.
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
    const node = nodeBehind(c.req.raw, c.env)
    const subject = c as unknown as Context
    if (node !== undefined) {
      // The answer of Node is taken over: nothing has to be done behind `next`.
      const judgement = await admit(enforcer, node, subject)
      c.set('marque', judgement.decision)
      const own = ownResponse(judgement, c.req.method)
      return own === null ? await next() : replace(subject, judgement, own)
    }
    const facts = fetchFacts(c.req.raw, enforcer.scheme)
    let judgement = enforcer.nothing(facts)
    try {
      judgement = await enforcer.judge(facts, subject)
    } catch (error) {
      return fail(subject, judgement, error)
    }
    c.set('marque', judgement.decision)
    const own = ownResponse(judgement, c.req.method)
    if (own !== null) return replace(subject, judgement, own)
    c.req.raw = withoutTravelling(c.req.raw, facts)
    await next()
    try {
      setAnswer(subject, withHeaders(judgement, c.res))
    } catch (error) {
      // Its body was read: nothing is left of it.
      fail(subject, judgement, error)
    }
  }
}

/** A bare 500. Hono would ask its `onError` outside of us, and what that grants would be the answer. */
function fail(c: Context, judgement: Judgement, error: unknown): void {
  console.error(error)
  c.error = error instanceof Error ? error : new Error('`context` failed', { cause: error })
  setAnswer(c, withHeaders(judgement, new Response(null, { status: 500 })))
}

/** Answers with ours. What somebody above has set for any answer stays, where ours does not say something else. */
function replace(c: Context, judgement: Judgement, own: Response): void {
  const { headers } = own
  for (const [name, value] of c.res.headers) {
    if (name === 'set-cookie' || name === 'vary') headers.append(name, value)
    else if (!headers.has(name)) headers.set(name, value)
  }
  setAnswer(c, withHeaders(judgement, own))
}

/** Hono would add the headers of the answer that is replaced, those that were taken away among them. */
function setAnswer(c: Context, answer: Response): void {
  c.res = undefined
  c.res = answer
}
