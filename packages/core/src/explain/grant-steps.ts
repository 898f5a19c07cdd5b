/**
 * Steps about grants: each in its order, why it fits or not, and what is judged in the one that does (D9 to D16).
 *
 * @module
 */
import {
  conditionsHold,
  endOfGrant,
  judgeGrants,
  listedIn,
  whyDenied,
  whyUnfit,
} from '../decide/grants.ts'
import type { GrantPlan, Plan, ResourcePlan } from '../decide/plan.ts'
import type { Question } from '../decide/question.ts'
import type { Reason } from '../decide/reasons.ts'
import { formatInstant } from '../instant.ts'
import { methodText, quote, quoteAll, setsText } from '../text/quote.ts'
import { onCarried } from './carried-steps.ts'
import { onConditions } from './condition-steps.ts'
import type { Step } from './explanation.ts'
import type { Trail } from './trail.ts'

/**
 * Every grant of the resource.
 *
 * @returns What {@link judgeGrants} says: the grant that decides, or why none does.
 */
export function onGrants(
  trail: Trail,
  plan: Plan,
  resource: ResourcePlan,
  question: Question,
): GrantPlan | Reason {
  const verdict = judgeGrants(plan, resource, question)
  const met = new Map<Reason, string>()
  let decided: string | null = null
  for (const grant of resource.grants) {
    const label = labelOf(grant)
    if (decided !== null) trail.skip(ruleOf(grant), `${label} is not asked: ${decided} has decided`)
    else {
      const reason = onGrant(trail, plan, resource, grant, question)
      if (reason === null || reason.final) decided = label
      if (reason !== null) met.set(reason.reason, label)
    }
  }
  if (typeof verdict === 'string') {
    const by = met.get(verdict)
    trail.settle(
      RULES[verdict] ?? 'D9',
      verdict,
      `${noGrant(resource, verdict, by)}, so the reason is \`${verdict}\``,
    )
  }
  return verdict
}

function noGrant({ grants }: ResourcePlan, reason: Reason, furthest: string | undefined): string {
  if (grants.length === 0) return 'the resource has no grants'
  if (reason === 'origin-not-granted') return 'no grant is for this origin'
  const what = grants.length === 1 ? 'the one grant does not allow it' : 'no grant allows it'
  return furthest === undefined || grants.length === 1
    ? what
    : `${what}, and ${furthest} came furthest`
}

/** Where a reason has its rule. */
const RULES: { readonly [reason in Reason]?: Step['rule'] } = {
  'not-yet-valid': 'D12',
  expired: 'D12',
  'websocket-not-granted': 'D25',
  'credentials-not-granted': 'D13',
  'locked-down': 'D13',
  'policy-stale': 'D13',
  'request-headers-too-long': 'D24',
  'headers-not-granted': 'D24',
  'token-required': 'D16',
  'token-invalid': 'D16',
  'condition-unmet': 'D11',
}

/** A grant's name for people: its place as in the document, or the id of the exception. */
export function labelOf({ grant, index }: GrantPlan): string {
  return grant.exception === null ? `grant ${index}` : `exception ${quote(grant.exception)}`
}

function ruleOf({ grant }: GrantPlan): 'D9' | 'D16' {
  return grant.exception === null ? 'D9' : 'D16'
}

/** @returns Null where the grant allows the request; else why not, and whether no later one is tried. */
function onGrant(
  trail: Trail,
  plan: Plan,
  resource: ResourcePlan,
  planned: GrantPlan,
  question: Question,
): { readonly reason: Reason; readonly final: boolean } | null {
  const unfit = whyUnfit(plan, planned, question)
  if (unfit !== null) {
    onUnfit(trail, plan, planned, question, unfit)
    return { reason: unfit, final: false }
  }
  const until = endText(planned)
  trail.pass(
    ruleOf(planned),
    `${labelOf(planned)} fits origin and method ${quote(question.method)}${until}`,
  )
  const denied = whyDenied(resource, planned, question)
  onCarried(trail, resource, planned, question, denied)
  if (denied !== null) return { reason: denied, final: true }
  const holds = conditionsHold(plan, planned, question)
  onConditions(trail, plan, planned, question)
  return holds ? null : { reason: 'condition-unmet', final: false }
}

function endText({ grant }: GrantPlan): string {
  return grant.until === null ? '' : `, until ${formatInstant(grant.until)}`
}

function onUnfit(
  trail: Trail,
  plan: Plan,
  planned: GrantPlan,
  question: Question,
  reason: Reason,
): void {
  const label = labelOf(planned)
  const { grant } = planned
  const now = formatInstant(question.moment.now)
  switch (reason) {
    case 'not-yet-valid':
      trail.fail('D12', `${label} begins at ${formatInstant(grant.from ?? 0)}; it is ${now}`)
      break
    case 'expired':
      trail.fail('D12', `${label} ${endedText(plan, planned, question)}; it is ${now}`)
      break
    case 'method-not-granted':
      trail.fail(
        ruleOf(planned),
        `${label} names the methods ${quoteAll(grant.methods)}, not ${methodText(question.method)}${caseHint(grant.methods, question.method)}`,
      )
      break
    case 'condition-unmet':
      trail.fail('D11', `${label} ${versionText(grant, question)}`)
      break
    default:
      trail.skip(ruleOf(planned), `${label} is for others: ${whom(planned)}`)
  }
}

/** What has ended: every list of the grant that holds the origin, or the grant itself. */
function endedText(plan: Plan, planned: GrantPlan, question: Question): string {
  const { grant } = planned
  if (grant.any || listedIn(plan, planned, question) !== 'ended') {
    return `ended at ${formatInstant(grant.until ?? 0)}`
  }
  const end = endOfGrant(plan, { ...planned, grant: { ...grant, until: null } }, question)
  const sets = grant.sets.filter((name) => {
    const at = plan.origins.sets.get(name)
    return at !== undefined && question.lists?.includes(at)
  })
  const what = sets.length > 0 ? setsText(sets) : 'the directory of the tenant'
  return `names the origin by ${what}, which ended at ${formatInstant(end ?? 0)}`
}

function versionText({ when }: GrantPlan['grant'], { route }: Question): string {
  const named = route.version === null ? 'none that a grant knows' : quote(route.version)
  return `needs the API version ${quoteAll(when?.apiVersion ?? [])} in the path, which names ${named}`
}

function caseHint(methods: readonly string[], method: string): string {
  const upper = method.toUpperCase()
  return methods.some((each) => each.toUpperCase() === upper)
    ? '; methods are compared with their case'
    : ''
}

function whom({ grant }: GrantPlan): string {
  const sets = grant.sets.length === 0 ? [] : [setsText(grant.sets)]
  const tenant = grant.tenant ? ['the directory of the tenant'] : []
  const all = [...sets, ...tenant]
  return all.length === 0 ? 'nobody in this environment' : all.join(' and ')
}
