/**
 * What a finding is: the internal form that the pipeline passes on, and the public form.
 *
 * @module
 */
export type { Finding, Severity } from './finding.ts'
export { type NearestFinder, nearestFinder } from './nearest.ts'
export type { RawFinding } from './raw-finding.ts'
