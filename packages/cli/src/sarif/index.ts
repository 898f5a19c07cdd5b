/**
 * What reports in SARIF 2.1.0 (OASIS) share.
 *
 * @module
 */
export { artifactLocation } from './artifact-location.ts'
export { sarifRule } from './sarif-rule.ts'
export { type SarifRun, sarifText } from './sarif-text.ts'
