/**
 * Tests of the published packages.
 *
 * @module
 */
export { packages } from './packages.ts'
