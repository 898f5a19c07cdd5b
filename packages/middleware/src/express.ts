/**
 * The policy in an Express application, version 4 or 5.
 *
 * @module
 */
import type { Decision } from '@marque/core'
import type { Request, RequestHandler } from 'express'
import { createEnforcer, type MarqueOptions } from './enforce/index.ts'
import { connectMiddleware } from './node-exchange/index.ts'

export type { Decision } from '@marque/core'
export type {
  DecisionEntry,
  DecisionEvent,
  ExplainOptions,
  LogOption,
  MarqueOptions,
} from './enforce/index.ts'

declare global {
  namespace Express {
    interface Request {
      /** The decision of `marque()` for this request. */
      marque?: Decision
    }
  }
}

/**
 * Creates the middleware. Add it to the application before all other middleware: preflights carry no credentials, and errors, 404 and redirects get the policy's
 * headers only after it. After it `request.marque` is the decision.
 *
 * On a mounted router it evaluates the target that the client sent, not the remainder after the mount path.
 *
 * @throws {TypeError} The options are invalid.
 *
 * @example
 * ```ts
 * const app = express()
 * app.use(marque({ policy }))
 * ```
 */
export function marque(options: MarqueOptions<Request>): RequestHandler {
  return connectMiddleware(createEnforcer(options), (request: Request, { decision }) => {
    request.marque = decision
  })
}
