/**
 * Formats findings: for `marque check`, and for every command that rejects a policy.
 *
 * @module
 */
export { FORMATS, loadGithub, loadPretty, showFindings } from './formats.ts'
export {
  type BundleSummary,
  type FormatOptions,
  fails,
  type Report,
  summarizeBundle,
} from './report.ts'
export { loadRetiredCodes, loadRuleOf, loadRules, withAddress } from './rules.ts'
