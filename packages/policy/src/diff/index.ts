/**
 * Comparison of two bundles: every change of what a request may do, as wider or tighter, with a request that shows it.
 *
 * @module
 */
export {
  type Aspect,
  type Cause,
  type CauseOfChange,
  type Change,
  type Difference,
  type Direction,
  type Gain,
  type Note,
  type RequestClass,
  UNMATCHED,
  type Undecided,
} from './change.ts'
export { type DiffOptions, diff } from './diff.ts'
export type { EditKind } from './edits/index.ts'
