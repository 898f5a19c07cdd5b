/**
 * Servers of a stack: applications in four frameworks, proxies, and what they answer.
 *
 * @module
 */
export { type Answer, application, PATHS } from './application.ts'
export { type Bed, createBed } from './bed.ts'
export { CADDY } from './caddy.ts'
export { factsOf, send, withUpgrades } from './frameworks.ts'
export {
  added,
  type Flaws,
  handWritten,
  headerValue,
  isPreflight,
  withHeader,
  without,
  withoutCors,
} from './hand-written.ts'
