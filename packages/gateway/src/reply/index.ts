/**
 * Responses that the gateway writes itself: decisions (preflights, refusals), its own errors as problem documents, and response heads.
 *
 * @module
 */
export { FAULTS, type Fault } from './faults.ts'
export { sendDecision, sendFault, writeHead } from './send.ts'
