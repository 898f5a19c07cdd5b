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
import { judgeAcknowledgements } from './acknowledgements.ts'
import { judgeAppOrigins } from './app-origins.ts'
import { judgeConditions, judgeNestedClaims } from './conditions.ts'
import { judgeEffects } from './effects.ts'
import { judgeDates, judgeExceptions, judgeGovernance } from './governance.ts'
import { judgeHeaderNames } from './header-names.ts'
import { type JudgeOptions, prepareJudgement, type Rule } from './judgement.ts'
import { judgeBadPorts, judgeMixedContent } from './mixed-content.ts'
import { judgeAnyOrigin, judgePublicSuffixes, judgeSchemes, judgeTrailingDots } from './origins.ts'
import { judgePeople } from './people.ts'
import { judgeReach, judgeSensitivity } from './permissions.ts'
import { judgeTies, judgeUnreachable } from './precedence.ts'
import { judgeEnvironment, judgeSets } from './sets.ts'
import { judgeTenantSources, judgeTenants } from './tenants.ts'
import { judgeWholePolicy } from './whole-policy.ts'
import { judgeWidening } from './widening.ts'

const RULES: readonly Rule[] = [
  judgeEnvironment,
  judgePublicSuffixes,
  judgeTrailingDots,
  judgeAnyOrigin,
  judgeHeaderNames,
  judgeSchemes,
  judgeMixedContent,
  judgeBadPorts,
  judgeAppOrigins,
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
  judgeWholePolicy,
  judgeGovernance,
  judgePeople,
  judgeAcknowledgements,
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
