/**
 * The judgement on a checked model: what is unsafe (MQ-2xx), what says nothing or misleads (MQ-3xx), who answers for it (MQ-4xx).
 *
 * Each topic is a file of rules and a file of its part of the catalogue; the look-ups that they share are in `judgement.ts`,
 * questions about lists of origins in `origin-index.ts` and `reached-origins.ts`.
 *
 * @module
 */
import type { FindingRule, Found } from '../findings/catalogue.ts'
import type { Model } from '../model/model.ts'
import { anyOriginRules } from './any-origin.rules.ts'
import { judgeAnyOrigin } from './any-origin.ts'
import { conditionRules } from './conditions.rules.ts'
import { judgeConditions } from './conditions.ts'
import { dateRules } from './dates.rules.ts'
import { judgeDates } from './dates.ts'
import { effectRules } from './effects.rules.ts'
import { judgeEffects } from './effects.ts'
import { exceptionRules } from './exceptions.rules.ts'
import { judgeExceptions } from './exceptions.ts'
import { governanceRules } from './governance.rules.ts'
import { judgeGovernance } from './governance.ts'
import { type JudgeOptions, prepareJudgement, type Rule } from './judgement.ts'
import { publicSuffixRules } from './public-suffix.rules.ts'
import { judgePublicSuffixes } from './public-suffix.ts'
import { reachRules } from './reach.rules.ts'
import { judgeReach } from './reach.ts'
import { schemeRules } from './schemes.rules.ts'
import { judgeSchemes } from './schemes.ts'
import { sensitivityRules } from './sensitivity.rules.ts'
import { judgeSensitivity } from './sensitivity.ts'
import { setRules } from './sets.rules.ts'
import { judgeSets } from './sets.ts'
import { tenantRules } from './tenants.rules.ts'
import { judgeTenants } from './tenants.ts'
import { tieRules } from './ties.rules.ts'
import { judgeTies } from './ties.ts'
import { unreachableRules } from './unreachable.rules.ts'
import { judgeUnreachable } from './unreachable.ts'
import { wideningRules } from './widening.rules.ts'
import { judgeWidening } from './widening.ts'

export type { JudgeOptions } from './judgement.ts'

/** Every finding that {@link judge} can yield. */
export const judgementRules: readonly FindingRule[] = [
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
]

const RULES: readonly Rule[] = [
  judgePublicSuffixes,
  judgeAnyOrigin,
  judgeSchemes,
  judgeReach,
  judgeSensitivity,
  judgeConditions,
  judgeTies,
  judgeWidening,
  judgeExceptions,
  judgeDates,
  judgeTenants,
  judgeUnreachable,
  judgeSets,
  judgeEffects,
  judgeGovernance,
]

/**
 * Judges a model for one environment and one moment.
 *
 * Near linear in the size of the model: lists of origins are asked through indexes, grants are compared with one another within one
 * resource only, and the work of that is bounded (MQ-234).
 *
 * @returns All findings, by rule; the caller puts them into the order of the document.
 */
export function judge(model: Model, options: JudgeOptions): readonly Found[] {
  const judgement = prepareJudgement(model, options)
  const found: Found[] = []
  for (const rule of RULES) for (const finding of rule(judgement)) found.push(finding)
  return found
}
