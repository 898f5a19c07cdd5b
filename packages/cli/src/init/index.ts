/**
 * `marque init`: a first policy, and its CI pipeline.
 *
 * @module
 */
export { addInit } from './arguments.ts'
