/**
 * Citations of rules and decision records: what a file cites is in the repository, and documents link it.
 *
 * @module
 */
export { citations } from './citations.ts'
export { isLinkedPage, linkRules } from './link-rules.ts'
