/**
 * The report of a run.
 *
 * @module
 */
export { withBaseline } from './baseline.ts'
export { exitCodeOf } from './exit-code.ts'
export { CAUSES, type Cause, type LayerFinding, type VerifyReport } from './report.ts'
