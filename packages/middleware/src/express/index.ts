/**
 * One policy in an Express application, version 4 or 5.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import type { Request, RequestHandler } from 'express'
import { createEnforcer } from '../enforce/enforcer.ts'
import type { MarqueOptions } from '../enforce/options.ts'
import { connect } from '../node-exchange/connect.ts'

export type { Decision } from '@marque/core'
export type { DecisionEvent, MarqueOptions } from '../enforce/options.ts'

declare global {
  namespace Express {
    interface Request {
      /** The decision of `marque()` for this request. */
      marque?: Decision
    }
  }
}

/**
 * Makes the middleware. It stands before every other, on the application and not on a router: preflights are answered before anybody is asked who they
 * are, and errors, 404 and redirects carry the policy's headers. Behind it `request.marque` is the decision.
 *
 * Where it stands on a router all the same, the target that the client sent is judged, not what is left of it.
 *
 * @throws {TypeError} The options hold a mistake of a programmer.
 *
 * @example
 * ```ts
 * const app = express()
 * app.use(marque({ policy }))
 * ```
 */
export function marque(options: MarqueOptions<Request>): RequestHandler {
  return connect(createEnforcer(options), (request: Request, { decision }) => {
    request.marque = decision
  })
}
