/**
 * The middleware of `node:http`.
 *
 * @module
 */
import { createEnforcer, type MarqueOptions } from '../enforce/index.ts'
import { connectMiddleware, type NodeRequest, type NodeResponse } from '../node-exchange/index.ts'

/** Middleware as Connect defined it. */
export type NodeMiddleware = (
  request: NodeRequest,
  response: NodeResponse,
  next: (error?: unknown) => void,
) => void

/**
 * Creates the middleware. Call it first, before authentication, routers and body parsers: preflights carry no credentials.
 *
 * The response to a request that goes on carries the policy's headers in every case: errors, 404, redirects, streams. A refused request is answered here.
 * `decisionOf(request)` returns the decision afterwards.
 *
 * @throws {TypeError} The options are invalid.
 *
 * @example
 * ```ts
 * const cors = marque({ policy: bundle })
 * http.createServer((request, response) => cors(request, response, () => response.end('hello')))
 * ```
 */
export function marque(options: MarqueOptions<NodeRequest>): NodeMiddleware {
  return connectMiddleware(createEnforcer(options), () => undefined)
}
