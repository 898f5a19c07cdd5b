/**
 * Findings as the readers and the comparison make them.
 *
 * @module
 */
export { type RawFinding, shorten } from './raw-finding.ts'
