/**
 * The policy in a Koa application.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import type Koa from 'koa'
import { createEnforcer, type MarqueOptions } from './enforce/index.ts'
import { enforceNodeRequest } from './node-exchange/index.ts'

export type { Decision } from '@marque/core'
export type {
  DecisionEntry,
  DecisionEvent,
  ExplainOptions,
  LogOption,
  MarqueOptions,
} from './enforce/index.ts'

/** The state of an application with {@link marque}: `new Koa<MarqueState>()`. */
export interface MarqueState {
  /** The decision for this request. */
  marque: Decision
}

/**
 * Creates the middleware. Add it first: preflights carry no credentials. After it `ctx.state.marque` is the decision.
 *
 * The headers are set when Koa sends the response, so that responses of `ctx.onerror` have them too.
 *
 * @throws {TypeError} The options are invalid.
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
    // A mounted application gets `request.url` without the mount path.
    const exchange = {
      request: ctx.req,
      response: ctx.res,
      target: ctx.originalUrl,
      parsedBody: () => (ctx.request as { readonly body?: unknown }).body,
    }
    const { decision, ownResponse } = await enforceNodeRequest(
      enforcer,
      exchange,
      ctx as unknown as Koa.Context,
    )
    ctx.state.marque = decision
    if (ownResponse === null) return next()
    ctx.status = ownResponse.status
    ctx.body = ownResponse.body === '' ? null : ownResponse.body
    for (const [name, value] of ownResponse.headers) ctx.set(name, value)
  }
}
