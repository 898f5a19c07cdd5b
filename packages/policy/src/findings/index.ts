/**
 * What a finding is: its codes and reasons, the internal form that the pipeline passes on, and the public form.
 *
 * @module
 */
export {
  type FindingCode,
  type FindingKind,
  type FindingReason,
  kindOf,
  RETIRED_CODES,
} from './codes.ts'
export type { Finding, Severity } from './finding.ts'
export { type NearestFinder, nearestFinder } from './nearest.ts'
export type { Fault, RawFinding } from './raw-finding.ts'
