/**
 * Steps about grants: each in its order, why it fits or not, and the checks of the one that does (D9 to D16).
 *
 * @module
 */
import {
  conditionsHold,
  type EvaluationInput,
  endOfGrant,
  listedIn,
  whyDenied,
  whyUnfit,
} from '../decide/index.ts'
import { formatInstant } from '../instant.ts'
import type { PreparedGrant, PreparedResource } from '../prepared/index.ts'
import { quote, quoteAll } from '../quote.ts'
import type { Reason } from '../reasons.ts'
import { explainConditions } from './condition-steps.ts'
import type { Step } from './explanation.ts'
import { explainChecks } from './grant-check-steps.ts'
import { grantText, methodText, nowText, setsText } from './phrases.ts'
import type { StepList } from './step-list.ts'

/**
 * Every grant of the resource.
 *
 * @param verdict Of the engine: the grant that decides, or why none does.
 */
export function explainGrants(
  steps: StepList,
  resource: PreparedResource,
  input: EvaluationInput,
  verdict: PreparedGrant | Reason,
): void {
  const byReason = new Map<Reason, string>()
  let decided: string | null = null
  for (const grant of resource.grants) {
    const label = grantText(grant)
    if (decided !== null) {
      steps.skip(ruleOf(grant), `${label} is not checked: ${decided} has decided`)
      continue
    }
    const result = explainGrant(steps, resource, grant, input)
    if (result === null || result.final) decided = label
    if (result !== null) byReason.set(result.reason, label)
  }
  if (typeof verdict !== 'string') return
  const text = noGrant(resource, verdict, byReason.get(verdict))
  steps.settle(RULES[verdict] ?? 'D9', verdict, `${text}, so the reason is \`${verdict}\``)
}

function noGrant(
  { grants }: PreparedResource,
  reason: Reason,
  furthest: string | undefined,
): string {
  if (grants.length === 0) return 'the resource has no grants'
  if (reason === 'origin-not-granted') return 'no grant is for this origin'
  const text = grants.length === 1 ? 'the only grant does not allow it' : 'no grant allows it'
  return furthest === undefined || grants.length === 1
    ? text
    : `${text}, and ${furthest} came closest`
}

/** The rule of each reason; D9 where there is no other. */
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

function ruleOf({ grant }: PreparedGrant): 'D9' | 'D16' {
  return grant.exception === null ? 'D9' : 'D16'
}

/** @returns Null where the grant allows the request; else why not, and whether no later grant is tried. */
function explainGrant(
  steps: StepList,
  resource: PreparedResource,
  prepared: PreparedGrant,
  input: EvaluationInput,
): { readonly reason: Reason; readonly final: boolean } | null {
  const unfit = whyUnfit(prepared, input)
  if (unfit !== null) {
    explainUnfit(steps, prepared, input, unfit)
    return { reason: unfit, final: false }
  }
  const { until } = prepared.grant
  const end = until === null ? '' : `, until ${formatInstant(until)}`
  steps.pass(
    ruleOf(prepared),
    `${grantText(prepared)} fits the origin and the method ${quote(input.request.method)}${end}`,
  )
  const denied = whyDenied(resource, prepared, input)
  explainChecks(steps, resource, prepared, input, denied)
  if (denied !== null) return { reason: denied, final: true }
  explainConditions(steps, prepared, input)
  return conditionsHold(prepared, input) ? null : { reason: 'condition-unmet', final: false }
}

function explainUnfit(
  steps: StepList,
  prepared: PreparedGrant,
  input: EvaluationInput,
  reason: Reason,
): void {
  const label = grantText(prepared)
  const { grant } = prepared
  const now = nowText(input.request.now)
  switch (reason) {
    case 'not-yet-valid':
      steps.fail('D12', `${label} starts at ${formatInstant(grant.from ?? 0)}; it is ${now}`)
      break
    case 'expired':
      steps.fail('D12', `${label} ${endText(prepared, input)}; it is ${now}`)
      break
    case 'method-not-granted':
      steps.fail(
        ruleOf(prepared),
        `${label} allows the methods ${quoteAll(grant.methods)}, not ${methodText(input.request.method)}${caseHint(grant.methods, input.request.method)}`,
      )
      break
    case 'condition-unmet':
      steps.fail('D11', `${label} ${versionText(grant, input)}`)
      break
    default:
      steps.skip(ruleOf(prepared), `${label} is for other origins: ${originsText(prepared)}`)
  }
}

/** What has ended: every list of the grant that holds the origin, or the grant itself. */
function endText(prepared: PreparedGrant, input: EvaluationInput): string {
  const { grant } = prepared
  if (grant.any || listedIn(prepared, input) !== 'ended') {
    return `ended at ${formatInstant(grant.until ?? 0)}`
  }
  const end = endOfGrant({ ...prepared, grant: { ...grant, until: null } }, input)
  const sets = grant.sets.filter((name) => {
    const index = input.policy.origins.sets.get(name)
    return index !== undefined && input.request.origin.lists?.includes(index)
  })
  const by = sets.length > 0 ? setsText(sets) : 'the directory of the tenant'
  return `names the origin by ${by}, which ended at ${formatInstant(end ?? 0)}`
}

function versionText({ when }: PreparedGrant['grant'], { route }: EvaluationInput): string {
  const named = route.version === null ? 'none that a grant names' : quote(route.version)
  return `requires the API version ${quoteAll(when?.apiVersion ?? [])} in the path, which has ${named}`
}

function caseHint(methods: readonly string[], method: string): string {
  const upper = method.toUpperCase()
  return methods.some((each) => each.toUpperCase() === upper) ? '; methods are case-sensitive' : ''
}

function originsText({ grant }: PreparedGrant): string {
  const sets = grant.sets.length === 0 ? [] : [setsText(grant.sets)]
  const tenant = grant.tenant ? ['the directory of the tenant'] : []
  const all = [...sets, ...tenant]
  return all.length === 0 ? 'none in this environment' : all.join(' and ')
}
