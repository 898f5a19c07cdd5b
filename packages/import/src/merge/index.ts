/**
 * Several API descriptions as one: hosts, origin sets and conflicts between them.
 *
 * @module
 */
export { findConflicts } from './conflicts.ts'
export { type Merged, mergeApis, servedAt } from './merge-apis.ts'
export { type Placed, placeForPolicy } from './place-for-policy.ts'
export { unknownSets } from './unknown-sets.ts'
