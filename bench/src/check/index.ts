/**
 * Start-up: the time of a cold `marque check` and the number of loaded files.
 *
 * @module
 */
export { checkTable, measureCheck } from './cold.ts'
