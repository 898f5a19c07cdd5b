/**
 * The test of what is published.
 *
 * @module
 */
export { packages } from './packages.ts'
