/**
 * `marque scan`.
 *
 * @module
 */
export { addScan } from './arguments.ts'
