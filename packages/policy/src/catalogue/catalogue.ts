/**
 * The catalogue of findings, by code.
 *
 * @module
 */

import { documentRules } from './document.rules.ts'
import { effectRules } from './effects.rules.ts'
import type { FindingRule } from './finding-rule.ts'
import { governanceRules } from './governance.rules.ts'
import { grantKeyRules } from './grant-keys.rules.ts'
import { originRules } from './origins.rules.ts'
import { testFileRules } from './test-files.rules.ts'
import { textRules } from './text.rules.ts'
import { unsafeGrantRules } from './unsafe-grants.rules.ts'
import { valueRules } from './values.rules.ts'

/** All rules, by code. */
export const RULES: readonly FindingRule[] = [
  ...textRules,
  ...documentRules,
  ...originRules,
  ...valueRules,
  ...testFileRules,
  ...unsafeGrantRules,
  ...grantKeyRules,
  ...effectRules,
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
