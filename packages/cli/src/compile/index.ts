/**
 * `marque compile`: bundles, and their signatures.
 *
 * @module
 */
export { addCompile, loadTargets } from './arguments.ts'
