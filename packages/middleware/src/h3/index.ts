/**
 * One policy in an h3 application (version 2), and so in Nitro and Nuxt.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import type { H3Event, Middleware } from 'h3'
import { createEnforcer } from '../enforce/enforcer.ts'
import type { MarqueOptions } from '../enforce/options.ts'
import { fetchFacts } from '../fetch-exchange/fetch-facts.ts'
import { withoutTravelling } from '../fetch-exchange/forget.ts'
import { nodeBehind } from '../fetch-exchange/node-behind.ts'
import { ownResponse } from '../fetch-exchange/respond.ts'
import { admit } from '../node-exchange/admit.ts'
import { dressFailure, dressOwn, dressResult } from './dress.ts'

export type { Decision } from '@marque/core'
export type { DecisionEvent, MarqueOptions } from '../enforce/options.ts'

declare module 'h3' {
  interface H3EventContext {
    /** The decision of `marque()` for this request. */
    marque?: Decision
  }
}

/**
 * Makes the middleware. It stands first, for all routes: preflights are answered before anybody is asked who they are. Behind it `event.context.marque` is the
 * decision.
 *
 * Errors and 404 carry the policy's headers. On Node the target that came is judged, elsewhere the url that the runtime made of it.
 *
 * @throws {TypeError} The options hold a mistake of a programmer.
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
    const node = nodeBehind(event.req, undefined)
    if (node !== undefined) {
      // The answer of Node is taken over: nothing has to be done behind `next`.
      const judgement = await admit(enforcer, node, event)
      event.context.marque = judgement.decision
      const own = ownResponse(judgement, event.req.method)
      return own === null ? next() : dressOwn(judgement, event, own)
    }
    const facts = fetchFacts(event.req, enforcer.scheme)
    const judgement = await enforcer.judge(facts, event)
    event.context.marque = judgement.decision
    const own = ownResponse(judgement, event.req.method)
    if (own !== null) return dressOwn(judgement, event, own)
    const seen = withoutTravelling(event.req, facts)
    if (seen !== event.req) Reflect.set(event, 'req', seen)
    try {
      return dressResult(judgement, event, await next())
    } catch (error) {
      throw dressFailure(judgement, event, error)
    }
  }
}
