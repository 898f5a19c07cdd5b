/**
 * From differing requests to changes: grouping, merging, sentences, causes, order.
 *
 * @module
 */
export { buildChanges, type UnexplainedChange } from './build-changes.ts'
export { type ExplainedChanges, explainChanges } from './explain-changes.ts'
export { groupShifts, isCoveredBy, type ShiftGroup, shiftKeys } from './group-shifts.ts'
export { mergeOdd, mergeOver, type RawChange } from './raw-changes.ts'
