/**
 * From differing requests to changes: grouping, merging, sentences, order.
 *
 * @module
 */
export { tellChanges } from './build-changes.ts'
export { isToldBy, pointsOf, type Told, tell } from './group-shifts.ts'
export { policyChanges, resourceChanges } from './metadata-changes.ts'
export { byRisk } from './order.ts'
export { type Finding, mergeOver, withOdd } from './raw-changes.ts'
export { isEcho, noteOn } from './response-changes.ts'
