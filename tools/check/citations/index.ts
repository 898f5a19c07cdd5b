/**
 * Citations of rules and decision records: every citation resolves, and documents link the rules that they mention.
 *
 * @module
 */
export { citations } from './citations.ts'
export { isLinkedPage, linkRules } from './link-rules.ts'
