/**
 * The catalogue of findings: severity, texts and examples of each code, and how they are joined with what was found.
 *
 * @module
 */
export { joinFindings, joinTextFindings, RULES, ruleOf, sortFindings } from './catalogue.ts'
export type { Example, FindingRule, ReasonRule } from './finding-rule.ts'
