/**
 * Every rule there is, by code. A topic writes its rules beside the code that finds them; here they are only gathered.
 *
 * @module
 */

import { compileRules } from '../compile/compile.rules.ts'
import { shapeRules } from '../document/shape.rules.ts'
import { textRules } from '../load/load.rules.ts'
import { nameRules } from '../read/name.rules.ts'
import { originRules } from '../read/origins.rules.ts'
import { requestRules } from '../read/request.rules.ts'
import { timeRules } from '../read/time.rules.ts'
import { judgementRules } from '../rules/index.ts'
import type { FindingRule } from './catalogue.ts'
import { testFileRules } from './test-files.rules.ts'

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
  ...judgementRules,
].sort((a, b) => (a.code < b.code ? -1 : 1))

const BY_CODE: ReadonlyMap<string, FindingRule> = new Map(RULES.map((rule) => [rule.code, rule]))

/** The rule of a code, as `MQ-201`; `undefined` where there is none. */
export function ruleOf(code: string): FindingRule | undefined {
  return BY_CODE.get(code)
}
