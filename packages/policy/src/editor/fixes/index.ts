/**
 * Quick fixes of findings: one at a time, or all unambiguous ones of a document at once.
 *
 * @module
 */
export { acknowledgeFix } from './acknowledge.ts'
export type { QuickFix } from './fix.ts'
export { fixAll } from './fix-all.ts'
export { fixOf } from './fixes.ts'
