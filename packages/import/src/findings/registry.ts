/**
 * Every rule of this package, by code. A topic writes its rules beside the code that finds them; here they are only gathered.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'
import { compareRules } from '../compare/compare.rules.ts'
import { documentRules } from '../document/document.rules.ts'
import { openApiRules } from '../openapi/openapi.rules.ts'
import { updateRules } from '../update/update.rules.ts'

/** All rules, by code. */
export const RULES: readonly FindingRule[] = [
  ...documentRules,
  ...openApiRules,
  ...compareRules,
  ...updateRules,
].sort((a, b) => (a.code < b.code ? -1 : 1))

const BY_CODE: ReadonlyMap<string, FindingRule> = new Map(RULES.map((rule) => [rule.code, rule]))

/** The rule of a code of this package, as `MQ-810`; `undefined` where there is none. */
export function ruleOf(code: string): FindingRule | undefined {
  return BY_CODE.get(code)
}
