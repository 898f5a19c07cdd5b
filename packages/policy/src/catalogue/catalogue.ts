/**
 * The catalogue of findings by code, and how its texts are joined with what was found.
 *
 * @module
 */

import type { Finding, RawFinding } from '../findings/index.ts'
import type { Position, TextDocument, TextFinding } from '../text/index.ts'
import { documentRules } from './document.rules.ts'
import { effectRules } from './effects.rules.ts'
import type { FindingRule } from './finding-rule.ts'
import { governanceRules } from './governance.rules.ts'
import { grantKeyRules } from './grant-keys.rules.ts'
import { headerRules } from './headers.rules.ts'
import { originRules } from './origins.rules.ts'
import { testFileRules } from './test-files.rules.ts'
import { textRules } from './text.rules.ts'
import { unsafeGrantRules } from './unsafe-grants.rules.ts'
import { valueRules } from './values.rules.ts'
import { wholePolicyRules } from './whole-policy.rules.ts'

/** All rules, by code. */
export const RULES: readonly FindingRule[] = [
  ...textRules,
  ...documentRules,
  ...originRules,
  ...valueRules,
  ...testFileRules,
  ...unsafeGrantRules,
  ...grantKeyRules,
  ...headerRules,
  ...effectRules,
  ...wholePolicyRules,
  ...governanceRules,
].sort((a, b) => (a.code < b.code ? -1 : 1))

const BY_CODE: ReadonlyMap<string, FindingRule> = new Map(RULES.map((rule) => [rule.code, rule]))

/**
 * The rule of a code such as `MQ-201`; `undefined` if there is none.
 *
 * @param reason Of a finding that has one: title, texts and example are then those of the reason.
 */
export function ruleOf(code: string, reason?: string): FindingRule | undefined {
  const rule = BY_CODE.get(code)
  const variant = rule?.reasons?.find((one) => one.reason === reason)
  if (rule === undefined || variant === undefined) return rule
  const { title, why = rule.why, help = rule.help, example } = variant
  return { ...rule, title, why, help, example }
}

/** The part of a document that positions come from. */
type Located = Pick<TextDocument, 'file' | 'locate'>

/** Joins the findings of a text, whose positions are known. */
export function joinTextFindings(found: readonly TextFinding[], file: string): readonly Finding[] {
  return sortFindings(found.map((one) => joinFinding(one, file, one.position)))
}

/** Joins findings of a document. */
export function joinFindings(found: readonly RawFinding[], document: Located): readonly Finding[] {
  return sortFindings(
    found.map((one) =>
      joinFinding(one, document.file, document.locate(one.path, one.at ?? 'value')),
    ),
  )
}

/** Sorts by position; at one position the more serious first, then by code. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (a, b) =>
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      RANK[a.severity] - RANK[b.severity] ||
      compare(a.code, b.code) ||
      compare(a.path, b.path),
  )
}

const RANK = { error: 0, warning: 1, note: 2 } as const

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function joinFinding(found: RawFinding, file: string, position: Position): Finding {
  const { code, reason, message, path, value } = found
  const rule = ruleOf(code, reason)
  if (rule === undefined) throw new TypeError(`no rule for ${code} ${reason ?? ''}`)
  return {
    code,
    ...(reason !== undefined && { reason }),
    severity: rule.severity,
    message,
    why: found.why ?? rule.why,
    help: found.help === undefined ? rule.help : found.help,
    path,
    file,
    line: position.line,
    column: position.column,
    ...(value !== undefined && { value }),
  }
}
