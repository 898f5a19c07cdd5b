/**
 * The catalogue of findings about layers: severity, texts and examples of each cause.
 *
 * @module
 */
export { RULES, ruleOf } from './catalogue.ts'
export { SCAN_RULES, type ScanOnlyCause } from './scan.rules.ts'
