/**
 * One policy in front of `node:http`, `node:https`, `node:http2` and everything that takes `(request, response, next)`: Connect, Polka, custom servers.
 *
 * @module
 */
import { createEnforcer } from '../enforce/enforcer.ts'
import type { MarqueOptions } from '../enforce/options.ts'
import type { NodeResponse } from '../node-exchange/answer-lines.ts'
import { connect } from '../node-exchange/connect.ts'
import type { NodeRequest } from '../node-exchange/node-facts.ts'

export type { Decision } from '@marque/core'
export type { DecisionEvent, MarqueOptions } from '../enforce/options.ts'
export { decisionOf } from '../node-exchange/admit.ts'
export type { NodeResponse } from '../node-exchange/answer-lines.ts'
export type { NodeRequest } from '../node-exchange/node-facts.ts'
export { guardUpgrades } from './guard-upgrades.ts'

/** Middleware as Connect defined it. */
export type NodeMiddleware = (
  request: NodeRequest,
  response: NodeResponse,
  next: (error?: unknown) => void,
) => void

/**
 * Makes the middleware. It stands first, before logins, routers and body parsers: preflights are answered before anybody is asked who they are.
 *
 * What goes on carries the policy's headers whatever becomes of it: errors, 404, redirects, streams. What is refused is answered here.
 * `decisionOf(request)` tells the decision afterwards.
 *
 * @throws {TypeError} The options hold a mistake of a programmer.
 *
 * @example
 * ```ts
 * const cors = marque({ policy: bundle })
 * http.createServer((request, response) => cors(request, response, () => response.end('hello')))
 * ```
 */
export function marque(options: MarqueOptions<NodeRequest>): NodeMiddleware {
  return connect(createEnforcer(options), () => undefined)
}
