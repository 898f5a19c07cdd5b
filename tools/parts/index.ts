/**
 * Parts (programs from outside npm) for the suites that need them.
 *
 * @module
 */
export { install } from './install.ts'
export { PARTS, type Part } from './parts.ts'
export { find, isPresent, planFor } from './plan.ts'
