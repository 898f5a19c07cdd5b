/**
 * Start-up: the time of a cold `marque check` and what it loads.
 *
 * @module
 */
export { checkTable, measureCheck } from './cold.ts'
