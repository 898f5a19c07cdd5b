/**
 * `marque diff`: what a change of a policy opens and closes, with proof.
 *
 * @module
 */
export { addDiff } from './arguments.ts'
export { loadDifferenceText } from './load-difference-text.ts'
