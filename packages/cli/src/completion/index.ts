/**
 * `marque completion`: completion scripts for bash, zsh and fish.
 *
 * @module
 */
export { addCompletion } from './arguments.ts'
