/**
 * Findings as text: the formats of `marque check`, which other commands use too.
 *
 * @module
 */
export { FORMATS, loadGithub, loadPretty } from './formats.ts'
export { type Facts, type FormatOptions, fails, type Report } from './report.ts'
export { loadRetiredCodes, loadRuleOf, loadRules } from './rules.ts'
export { showFindings } from './show-findings.ts'
