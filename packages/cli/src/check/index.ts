/**
 * `marque check`: the findings of policies, and the page of a finding code.
 *
 * @module
 */
export { addCheck } from './arguments.ts'
