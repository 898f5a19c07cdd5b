/**
 * A model of a wrong layer for each cause, in the order of the table.
 *
 * @module
 */
export { CAUSE_ROWS, type CauseRow, LAST_ROWS } from './cause-rows.ts'
