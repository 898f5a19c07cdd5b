/**
 * The catalogue of findings, by code.
 *
 * @module
 */

import { anyOriginRules } from './any-origin.rules.ts'
import { conditionRules } from './conditions.rules.ts'
import { dateRules } from './dates.rules.ts'
import { effectRules } from './effects.rules.ts'
import { exceptionRules } from './exceptions.rules.ts'
import type { FindingRule } from './finding-rule.ts'
import { governanceRules } from './governance.rules.ts'
import { nameRules } from './names.rules.ts'
import { originRules } from './origins.rules.ts'
import { publicSuffixRules } from './public-suffix.rules.ts'
import { reachRules } from './reach.rules.ts'
import { requestRules } from './requests.rules.ts'
import { schemeRules } from './schemes.rules.ts'
import { compileRules } from './self.rules.ts'
import { sensitivityRules } from './sensitivity.rules.ts'
import { setRules } from './sets.rules.ts'
import { shapeRules } from './shape.rules.ts'
import { tenantRules } from './tenants.rules.ts'
import { testFileRules } from './test-files.rules.ts'
import { textRules } from './text.rules.ts'
import { tieRules } from './ties.rules.ts'
import { timeRules } from './times.rules.ts'
import { unreachableRules } from './unreachable.rules.ts'
import { wideningRules } from './widening.rules.ts'

/** All rules, by code. */
export const RULES: readonly FindingRule[] = [
  ...textRules,
  ...shapeRules,
  ...originRules,
  ...requestRules,
  ...timeRules,
  ...nameRules,
  ...compileRules,
  ...testFileRules,
  ...publicSuffixRules,
  ...anyOriginRules,
  ...schemeRules,
  ...reachRules,
  ...sensitivityRules,
  ...conditionRules,
  ...tieRules,
  ...wideningRules,
  ...exceptionRules,
  ...dateRules,
  ...tenantRules,
  ...unreachableRules,
  ...setRules,
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
