/**
 * The static checks.
 *
 * @module
 */
export { readTree } from './check.ts'
export { isLinkedPage, linkRules } from './citations/index.ts'
export { GENERATORS } from './generated.ts'
export { CHECKS, printReport, type Report, runChecks } from './run-checks.ts'
