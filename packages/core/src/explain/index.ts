/**
 * Why a request is decided as it is: every step of the decision for the owners of a policy, and the part of it that a page may see.
 *
 * @module
 */
export { explain } from './explain.ts'
export type { Explanation, Step } from './explanation.ts'
export { explainToPage, type PublicExplanation } from './public-explanation.ts'
