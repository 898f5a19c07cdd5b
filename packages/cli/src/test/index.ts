/**
 * `marque test`: test cases for a policy.
 *
 * @module
 */
export { addTest } from './arguments.ts'
