/**
 * Comparison of two bundles: every change of what a request may do, as wider or tighter, with a request that shows it.
 *
 * @module
 */
export type { Aspect, Change, Difference, Undecided } from './change.ts'
export { type DiffOptions, diff } from './diff.ts'
