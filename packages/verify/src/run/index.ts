/**
 * One run: probes, asking, comparison and diagnosis, to a report.
 *
 * @module
 */
export type { Progress, Verification, VerifyInput } from './verification.ts'
export { verify } from './verify.ts'
