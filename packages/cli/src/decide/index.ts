/**
 * `marque decide`: decisions for requests on stdin, one JSON document a line.
 *
 * @module
 */
export { addDecide } from './arguments.ts'
