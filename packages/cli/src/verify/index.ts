/**
 * `marque verify`.
 *
 * @module
 */
export { addVerify } from './arguments.ts'
