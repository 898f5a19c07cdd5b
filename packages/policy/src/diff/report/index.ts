/**
 * From differing requests to changes: grouping, merging, sentences, causes, order.
 *
 * @module
 */
export { buildChanges, type UnexplainedChange, withCauses } from './build-changes.ts'
export { type CausedChange, changesOf } from './changes-of-regions.ts'
export { type ExplainedChanges, explainChanges } from './explain-changes.ts'
export { groupShifts, isCoveredBy, type ShiftGroup, shiftKeys } from './group-shifts.ts'
export { mergeOdd, mergeOver, type RawChange } from './raw-changes.ts'
