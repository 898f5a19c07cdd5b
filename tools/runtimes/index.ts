/**
 * Tests of the engine in other runtimes.
 *
 * @module
 */
export { runtimes } from './runtimes.ts'
