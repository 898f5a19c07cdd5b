/**
 * CPU time of the prober of `marque verify`.
 *
 * @module
 */
export { askTable, measureAsking } from './ask-table.ts'
