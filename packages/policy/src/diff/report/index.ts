/**
 * From differing cells to changes: sentences, senders, conditions, causes, order.
 *
 * @module
 */
export { changesOf, originsIn } from './changes-of-regions.ts'
export { explainChanges } from './explain-changes.ts'
