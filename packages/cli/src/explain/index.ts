/**
 * `marque explain`: why a request is answered as it is.
 *
 * @module
 */
export { addExplain } from './arguments.ts'
