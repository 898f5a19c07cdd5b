/**
 * The causes of changes: which structural edit gives the new decision.
 *
 * @module
 */
export { CauseFinder, type IsNewOutcome } from './cause-finder.ts'
export { isSameOutcome, type Outcome } from './outcome.ts'
