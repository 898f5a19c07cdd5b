/**
 * Time of comparing two policies.
 *
 * @module
 */
export { diffTable, measureDiff } from './diff-table.ts'
