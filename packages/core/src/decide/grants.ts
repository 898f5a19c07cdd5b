/**
 * Which grant decides (D9 to D16), and what it says.
 *
 * One grant is judged in this order: origin, dates, method, path-borne API version: then it decides; what the preflight or the request
 * carries is judged in it: WebSocket, credentials, requested header names, token. Only conditions that fail let the next fitting
 * grant be tried.
 *
 * @module
 */
import { coversMethod } from '../headers/names.ts'
import type { RequestFields } from '../headers/request-fields.ts'
import { judgeNames } from '../headers/requested-names.ts'
import type { Route } from '../path/router.ts'
import { conditionHolds, type Facts } from './conditions.ts'
import type { GrantPlan, Plan, ResourcePlan } from './plan.ts'
import type { Question } from './question.ts'
import { REASONS, type Reason } from './reasons.ts'
import { originReason } from './sender.ts'

/**
 * The steps in their order: of several grants the reason of the one that got furthest is given. What an incident takes away is a
 * matter of credentials.
 */
const STEP: ReadonlyMap<Reason, number> = new Map(
  REASONS.map((reason, at) => [
    reason,
    reason === 'locked-down' || reason === 'policy-stale'
      ? REASONS.indexOf('credentials-not-granted')
      : at,
  ]),
)

/** The grant that decides, or why none does. */
export function judgeGrants(
  plan: Plan,
  resource: ResourcePlan,
  question: Question,
): GrantPlan | Reason {
  let furthest: Reason = originReason(question.fields.origin, question.lists)
  for (const grant of resource.grants) {
    const unfit = whyUnfit(plan, grant, question)
    if (unfit !== null) {
      if (isFurther(unfit, furthest)) furthest = unfit
      continue
    }
    const denied = whyDenied(resource, grant, question)
    if (denied !== null) {
      return isTokenReason(denied) || isFurther(denied, furthest) ? denied : furthest
    }
    if (conditionsHold(plan, grant, question)) return grant
    furthest = 'condition-unmet'
  }
  return furthest
}

/** D16: a missing or invalid token denies under every `enforce`, whatever other grants say. */
export function isTokenReason(reason: Reason): boolean {
  return reason === 'token-required' || reason === 'token-invalid'
}

function isFurther(reason: Reason, than: Reason): boolean {
  return (STEP.get(reason) ?? 0) > (STEP.get(than) ?? 0)
}

/** D9: origin, tenant, dates, method, and an API version that the path names. */
export function whyUnfit(plan: Plan, planned: GrantPlan, question: Question): Reason | null {
  const { grant } = planned
  const { now } = question.moment
  const listed =
    grant.any || isNullReach(planned, question.method, question.fields.origin)
      ? 'live'
      : listedIn(plan, planned, question)
  if (listed === 'unlisted') return originReason(question.fields.origin, question.lists)
  if (grant.from !== null && now < grant.from) return 'not-yet-valid'
  if (listed === 'ended' || (grant.until !== null && now >= grant.until)) return 'expired'
  if (!coversMethod(grant.methods, question.method)) return 'method-not-granted'
  return versionFits(plan, planned, question.route) ? null : 'condition-unmet'
}

/** D14: a POST with `Origin: null` on one exact path. */
export function isNullReach({ grant }: GrantPlan, method: string, origin: string): boolean {
  return grant.nullReach && !grant.read && origin === 'null' && method === 'POST'
}

/** D12: whether a list of the grant holds the origin and has not ended. */
export function listedIn(
  plan: Plan,
  grant: GrantPlan,
  { route, moment, lists }: Question,
): 'live' | 'ended' | 'unlisted' {
  if (lists === undefined || lists.length === 0) return 'unlisted'
  const tenant = tenantList(plan, grant, route)
  let listed: 'ended' | 'unlisted' = 'unlisted'
  for (const list of lists) {
    if (list !== tenant && !grant.sets.includes(list)) continue
    const until = plan.origins.untils[list] ?? null
    if (until === null || moment.now < until) return 'live'
    listed = 'ended'
  }
  return listed
}

export function tenantList(plan: Plan, { grant }: GrantPlan, { tenant }: Route): number {
  if (!grant.tenant || tenant === null) return -1
  return plan.origins.tenants.get(tenant) ?? -1
}

/** D11: a version in the path is known at a preflight too, so it is part of the fit. */
function versionFits(plan: Plan, { grant }: GrantPlan, { version }: Route): boolean {
  const wanted = grant.when?.apiVersion
  if (wanted === undefined) return true
  const source = plan.bundle.context.apiVersion
  if (source === undefined || !('path' in source)) return true
  return version !== null && wanted.includes(version)
}

/** What is judged in the deciding grant, conditions aside. */
export function whyDenied(
  resource: ResourcePlan,
  planned: GrantPlan,
  question: Question,
): Reason | null {
  const { grant } = planned
  const { kind, fields } = question
  // A preflight carries no credentials (Fetch, CORS-preflight fetch); what a proxy added to it is not the browser's.
  if (kind === 'preflight') return whyNamesDenied(planned, fields.requestHeaders)
  if (kind === 'websocket' && !grant.websocket) return 'websocket-not-granted'
  return (
    whyCredentialsDenied(resource, planned, question) ??
    (grant.token ? whyTokenDenied(resource, question) : null)
  )
}

/** D24: the names are judged in the deciding grant and never make the next one fit. */
function whyNamesDenied(planned: GrantPlan, lines: RequestFields['requestHeaders']): Reason | null {
  if (lines === null) return null
  const verdict = judgeNames(lines, planned.requestHeaders)
  if (verdict === 'covered') return null
  return verdict === 'too-long' ? 'request-headers-too-long' : 'headers-not-granted'
}

/** D13, and credentials that an incident takes away. */
function whyCredentialsDenied(
  resource: ResourcePlan,
  { grant, namesAuthorization }: GrantPlan,
  { kind, fields, incident }: Question,
): Reason | null {
  if (grant.credentials) {
    const carries = fields.cookie || fields.authorization || kind === 'websocket'
    return carries ? incident.strips : null
  }
  if (fields.cookie && !resource.open) return 'credentials-not-granted'
  return fields.authorization && !namesAuthorization ? 'credentials-not-granted' : null
}

/** D16: an origin-bound token, verified by the layer, for this origin, tenant and resource. */
function whyTokenDenied(
  resource: ResourcePlan,
  { context, fields, route, moment }: Question,
): Reason | null {
  const { token } = context
  if (token === undefined) return 'token-required'
  const valid =
    token !== 'invalid' &&
    token.origin === fields.origin &&
    token.tenant === route.tenant &&
    token.resource === resource.name &&
    moment.now < token.until &&
    moment.revokedTokens?.includes(token.id) !== true
  return valid ? null : 'token-invalid'
}

export function conditionsHold(plan: Plan, { grant }: GrantPlan, question: Question): boolean {
  if (grant.when === null || question.kind === 'preflight' || question.byLayer) return true
  return conditionHolds(grant.when, factsOf(plan, question))
}

/** What the conditions of a grant are checked against. */
export function factsOf(plan: Plan, question: Question): Facts {
  return {
    sources: plan.bundle.context,
    context: question.context,
    origin: question.fields.origin,
    request: question.request,
    tenant: question.route.tenant,
    now: question.moment.now,
  }
}

/** The last of the ends of the grant's lists that hold the origin, and the grant's own, whichever is earlier; null: none (D18). */
export function endOfGrant(plan: Plan, planned: GrantPlan, question: Question): number | null {
  const { grant } = planned
  const listEnd = grant.any ? null : endOfLists(plan, planned, question)
  if (listEnd === null) return grant.until
  return grant.until === null ? listEnd : Math.min(listEnd, grant.until)
}

function endOfLists(plan: Plan, planned: GrantPlan, { route, lists }: Question): number | null {
  const tenant = tenantList(plan, planned, route)
  let end = 0
  for (const list of lists ?? []) {
    if (list !== tenant && !planned.sets.includes(list)) continue
    const until = plan.origins.untils[list] ?? null
    if (until === null) return null
    end = Math.max(end, until)
  }
  return end
}
