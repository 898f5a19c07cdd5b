/**
 * Time of a comparison of two policies.
 *
 * @module
 */
export { diffTable, measureDiff } from './diff-table.ts'
