/**
 * The policy in an h3 application (version 2), and so in Nitro and Nuxt.
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
export { marque } from './h3-middleware.ts'
