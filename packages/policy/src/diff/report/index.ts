/**
 * From differing requests to changes: grouping, merging, sentences, order.
 *
 * @module
 */
export { buildChanges } from './build-changes.ts'
export { groupShifts, isCoveredBy, type ShiftGroup, shiftKeys } from './group-shifts.ts'
export { policyChanges, resourceChanges } from './metadata-changes.ts'
export { byRisk } from './order.ts'
export { mergeOdd, mergeOver, type RawChange } from './raw-changes.ts'
export { isImplied, responseChange } from './response-changes.ts'
