/**
 * `marque verify`.
 *
 * @module
 */
export { addVerify } from './arguments.ts'
export { readHeaderFlag } from './header-lines.ts'
