/**
 * The parts from outside npm, for suites that need one.
 *
 * @module
 */
export { install } from './install.ts'
export { PARTS, type Part } from './parts.ts'
export { find, isPresent, planFor } from './plan.ts'
