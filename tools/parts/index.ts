/**
 * The parts from outside npm, for suites that need one.
 *
 * @module
 */
export { PARTS, type Part } from './parts.ts'
export { find, isPresent } from './plan.ts'
