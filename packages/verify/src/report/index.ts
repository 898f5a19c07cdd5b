/**
 * The report of a run.
 *
 * @module
 */
export { CAUSES, type Cause, type LayerFinding, type VerifyReport } from './report.ts'
