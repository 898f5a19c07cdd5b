/**
 * Judges an API from outside, without a policy: asks one URL politely, and reports what is wrong whatever the policy may be.
 *
 * @module
 */
export { type Scan, type ScanInput, scan } from './scan.ts'
export {
  type Evidence,
  type Grade,
  type ScanCause,
  type ScanFinding,
  type ScanReport,
  scanExitCodeOf,
} from './scan-report.ts'
