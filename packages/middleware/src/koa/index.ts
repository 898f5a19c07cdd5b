/**
 * One policy in a Koa application.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import type Koa from 'koa'
import { createEnforcer } from '../enforce/enforcer.ts'
import type { MarqueOptions } from '../enforce/options.ts'
import { admit } from '../node-exchange/admit.ts'

export type { Decision } from '@marque/core'
export type { DecisionEvent, MarqueOptions } from '../enforce/options.ts'

/** The state of an application behind {@link marque}: `new Koa<MarqueState>()`. */
export interface MarqueState {
  /** The decision for this request. */
  marque: Decision
}

/**
 * Makes the middleware. It stands first: preflights are answered before anybody is asked who they are. Behind it `ctx.state.marque` is the decision.
 *
 * The headers are written when Koa sends the answer, so they are on what `ctx.onerror` writes too.
 *
 * @throws {TypeError} The options hold a mistake of a programmer.
 *
 * @example
 * ```ts
 * const app = new Koa<MarqueState>()
 * app.use(marque({ policy }))
 * ```
 */
export function marque(options: MarqueOptions<Koa.Context>): Koa.Middleware<MarqueState> {
  const enforcer = createEnforcer(options)
  return async (ctx, next) => {
    // A mount takes its prefix off the request of Node too.
    const exchange = { request: ctx.req, response: ctx.res, target: ctx.originalUrl }
    const { decision, own } = await admit(enforcer, exchange, ctx as unknown as Koa.Context)
    ctx.state.marque = decision
    if (own === null) return next()
    ctx.status = own.status
    ctx.body = own.body === '' ? null : own.body
    for (const [name, value] of own.headers) ctx.set(name, value)
  }
}
