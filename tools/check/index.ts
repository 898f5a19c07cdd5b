/**
 * The checks of the house.
 *
 * @module
 */
export { readTree } from './check.ts'
export { GENERATORS } from './generated.ts'
export { isTest } from './imports/index.ts'
export { CHECKS, printReport, type Report, runChecks } from './run-checks.ts'
