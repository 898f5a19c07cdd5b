/**
 * The policy in front of `node:http`, `node:https`, `node:http2` and everything that takes `(request, response, next)`: Connect, Polka, custom servers.
 *
 * @module
 */
export type { Decision } from '@marque/core'
export type {
  DecisionEntry,
  DecisionEvent,
  ExplainOptions,
  LogOption,
  MarqueOptions,
} from '../enforce/index.ts'
export { decisionOf, type NodeRequest, type NodeResponse } from '../node-exchange/index.ts'
export { guardUpgrades } from './guard-upgrades.ts'
export { marque, type NodeMiddleware } from './node-middleware.ts'
