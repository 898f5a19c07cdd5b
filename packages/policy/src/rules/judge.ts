/**
 * The judgement of a model: what is unsafe (MQ-2xx), without effect or misleading (MQ-3xx), ungoverned (MQ-4xx).
 *
 * Each topic is a file of rules and a file of its part of the catalogue; the look-ups that they share are in `judgement.ts`,
 * questions about lists of origins in `origin-index.ts` and `reached-origins.ts`.
 *
 * @module
 */
import type { RawFinding } from '../findings/index.ts'
import type { Model } from '../read/index.ts'
import { judgeConditions, judgeNestedClaims } from './conditions.ts'
import { judgeEffects } from './effects.ts'
import { judgeDates, judgeExceptions, judgeGovernance } from './governance.ts'
import { type JudgeOptions, prepareJudgement, type Rule } from './judgement.ts'
import { judgeAnyOrigin, judgePublicSuffixes, judgeSchemes, judgeTrailingDots } from './origins.ts'
import { judgeReach, judgeSensitivity } from './permissions.ts'
import { judgeTies, judgeUnreachable } from './precedence.ts'
import { judgeEnvironment, judgeSets, judgeTenants } from './sets.ts'
import { judgeTenantSources } from './tenants.ts'
import { judgeWidening } from './widening.ts'

const RULES: readonly Rule[] = [
  judgeEnvironment,
  judgePublicSuffixes,
  judgeTrailingDots,
  judgeAnyOrigin,
  judgeSchemes,
  judgeReach,
  judgeSensitivity,
  judgeConditions,
  judgeNestedClaims,
  judgeTenantSources,
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
 * Near linear in the size of the model: lists of origins are queried through indexes, grants are compared with one another within one
 * resource only, and that work is limited (MQ-234).
 *
 * @returns All findings, by rule; the caller puts them into the order of the document.
 */
export function judge(model: Model, options: JudgeOptions): readonly RawFinding[] {
  const judgement = prepareJudgement(model, options)
  const found: RawFinding[] = []
  for (const rule of RULES) for (const finding of rule(judgement)) found.push(finding)
  return found
}
