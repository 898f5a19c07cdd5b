/**
 * The findings about layers: one for each cause, in the order of the causes.
 *
 * @module
 */
import type { FindingRule } from '@marque/policy'
import { CAUSES, type Cause } from '../report/index.ts'
import { answerRules } from './answer.rules.ts'
import { availabilityRules } from './availability.rules.ts'
import type { CauseRule } from './cause-rule.ts'
import { enforcementRules } from './enforcement.rules.ts'
import { originRules } from './origin.rules.ts'
import { preflightRules } from './preflight.rules.ts'
import { SCAN_RULES } from './scan.rules.ts'

const BY_CAUSE: Readonly<Record<Cause, CauseRule>> = {
  ...availabilityRules,
  ...originRules,
  ...preflightRules,
  ...answerRules,
  ...enforcementRules,
}

/** All rules, by code: those of layers, then those that only `scan` reports. */
export const RULES: readonly FindingRule[] = [...CAUSES.map(ruleOf), ...Object.values(SCAN_RULES)]

/** The rule of a cause: MQ-601 for the first. */
export function ruleOf(cause: Cause): FindingRule {
  return { code: `MQ-${601 + CAUSES.indexOf(cause)}`, ...BY_CAUSE[cause] }
}
