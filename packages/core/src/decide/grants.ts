/**
 * Which grant decides (D9 to D16), and why none does.
 *
 * A grant is checked in this order: origin, dates, method, path-borne API version. If these fit, it decides, and what the preflight or the request
 * carries is checked against it: WebSocket, credentials, requested header names, token. Only where its conditions fail is the next fitting grant tried.
 *
 * @module
 */
import { checkNames, coversMethod, type RequestFields } from '../headers/index.ts'
import type { Membership, PreparedGrant, PreparedResource, Route } from '../prepared/index.ts'
import { REASONS, type Reason } from '../reasons.ts'
import { conditionHolds, type Facts } from './conditions.ts'
import type { EvaluationInput } from './resolve.ts'

/**
 * How far a grant was checked before it failed: of several grants the reason of the one that got furthest is given. Credentials that an incident
 * takes away count as credentials.
 */
const PROGRESS: ReadonlyMap<Reason, number> = new Map(
  REASONS.map((reason, at) => [
    reason,
    reason === 'locked-down' || reason === 'policy-stale'
      ? REASONS.indexOf('credentials-not-granted')
      : at,
  ]),
)

/**
 * Why the origin rules every grant out (D3, D6, D10); null where it does not. Open resources skip these checks, except for preflights with several
 * Origin lines.
 */
export function originDenial({
  resource,
  kind,
  method,
  fields,
  lists,
}: EvaluationInput): Reason | null {
  if (fields.origins > 1 || (lists === undefined && fields.origin.includes(','))) {
    return resource?.open === true && kind !== 'preflight' ? null : 'origin-multiple'
  }
  if (lists !== undefined) return null
  const isAccepted = resource?.grants.some(
    (prepared) => prepared.grant.any || isNullReach(prepared, method, fields.origin),
  )
  return isAccepted ? null : originReason(fields.origin, lists)
}

/** The reason where no grant fits the origin. */
function originReason(origin: string, lists: Membership | undefined): Reason {
  if (lists !== undefined) return 'origin-not-granted'
  return origin === 'null' ? 'origin-null' : 'origin-malformed'
}

/** The grant that decides, or why none does. */
export function selectGrant(
  resource: PreparedResource,
  input: EvaluationInput,
): PreparedGrant | Reason {
  let furthest: Reason = originReason(input.fields.origin, input.lists)
  for (const grant of resource.grants) {
    const unfit = whyUnfit(grant, input)
    if (unfit !== null) {
      if (isFurther(unfit, furthest)) furthest = unfit
      continue
    }
    const denied = whyDenied(resource, grant, input)
    if (denied !== null) {
      return isTokenReason(denied) || isFurther(denied, furthest) ? denied : furthest
    }
    if (conditionsHold(grant, input)) return grant
    furthest = 'condition-unmet'
  }
  return furthest
}

/** D16: a missing or invalid token denies under every `enforce`, whatever other grants say. */
export function isTokenReason(reason: Reason): boolean {
  return reason === 'token-required' || reason === 'token-invalid'
}

function isFurther(reason: Reason, than: Reason): boolean {
  return (PROGRESS.get(reason) ?? 0) > (PROGRESS.get(than) ?? 0)
}

/** Why a grant does not fit (D9): origin, tenant, dates, method, or an API version in the path; null where it fits. */
export function whyUnfit(prepared: PreparedGrant, input: EvaluationInput): Reason | null {
  const { grant } = prepared
  const { now } = input.moment
  const listed =
    grant.any || isNullReach(prepared, input.method, input.fields.origin)
      ? 'live'
      : listedIn(prepared, input)
  if (listed === 'unlisted') return originReason(input.fields.origin, input.lists)
  if (grant.from !== null && now < grant.from) return 'not-yet-valid'
  if (listed === 'ended' || (grant.until !== null && now >= grant.until)) return 'expired'
  if (!coversMethod(grant.methods, input.method)) return 'method-not-granted'
  return versionFits(prepared, input) ? null : 'condition-unmet'
}

/** D14: a POST with `Origin: null` on one exact path. */
export function isNullReach({ grant }: PreparedGrant, method: string, origin: string): boolean {
  return grant.nullReach && !grant.read && origin === 'null' && method === 'POST'
}

/** D12: whether a list of the grant holds the origin and has not ended. */
export function listedIn(
  grant: PreparedGrant,
  { policy, route, moment, lists }: EvaluationInput,
): 'live' | 'ended' | 'unlisted' {
  if (lists === undefined || lists.length === 0) return 'unlisted'
  const tenant = tenantList(grant, policy, route)
  let listed: 'ended' | 'unlisted' = 'unlisted'
  for (const list of lists) {
    if (list !== tenant && !grant.sets.includes(list)) continue
    const until = policy.origins.untils[list] ?? null
    if (until === null || moment.now < until) return 'live'
    listed = 'ended'
  }
  return listed
}

function tenantList(
  { grant }: PreparedGrant,
  policy: EvaluationInput['policy'],
  { tenant }: Route,
): number {
  if (!grant.tenant || tenant === null) return -1
  return policy.origins.tenants.get(tenant) ?? -1
}

/** D11: a version in the path is known at a preflight too, so it is part of the fit. */
function versionFits({ grant }: PreparedGrant, { policy, route }: EvaluationInput): boolean {
  const { version } = route
  const wanted = grant.when?.apiVersion
  if (wanted === undefined) return true
  const source = policy.bundle.context.apiVersion
  if (source === undefined || !('path' in source)) return true
  return version !== null && wanted.includes(version)
}

/** Why the deciding grant denies the request, conditions aside; null where it does not. */
export function whyDenied(
  resource: PreparedResource,
  prepared: PreparedGrant,
  input: EvaluationInput,
): Reason | null {
  const { grant } = prepared
  const { kind, fields } = input
  // A preflight carries no credentials (Fetch, CORS-preflight fetch); what a proxy added to it is not the browser's.
  if (kind === 'preflight') return whyNamesDenied(prepared, fields.requestHeaders)
  if (kind === 'websocket' && !grant.websocket) return 'websocket-not-granted'
  return (
    whyCredentialsDenied(resource, prepared, input) ??
    (grant.token ? whyTokenDenied(resource, input) : null)
  )
}

/** D24: requested header names are checked against the deciding grant only; they never make a later grant fit. */
function whyNamesDenied(
  prepared: PreparedGrant,
  lines: RequestFields['requestHeaders'],
): Reason | null {
  if (lines === null) return null
  const verdict = checkNames(lines, prepared.requestHeaders)
  if (verdict === 'covered') return null
  return verdict === 'too-long' ? 'request-headers-too-long' : 'headers-not-granted'
}

/** D13, and credentials that an incident takes away. */
function whyCredentialsDenied(
  resource: PreparedResource,
  { grant, namesAuthorization }: PreparedGrant,
  { kind, fields, context, incident }: EvaluationInput,
): Reason | null {
  // Fetch, credentials: cookies, client certificates and authentication entries.
  const isKnown = fields.cookie || context.certificate === true
  if (grant.credentials) {
    const carries = isKnown || fields.authorization || kind === 'websocket'
    return carries ? incident.withholdsCredentials : null
  }
  if (isKnown && !resource.open) return 'credentials-not-granted'
  return fields.authorization && !namesAuthorization ? 'credentials-not-granted' : null
}

/** D16: an origin-bound token, verified by the layer, for this origin, tenant and resource. */
function whyTokenDenied(
  resource: PreparedResource,
  { context, fields, route, moment }: EvaluationInput,
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

export function conditionsHold({ grant }: PreparedGrant, input: EvaluationInput): boolean {
  if (grant.when === null || input.kind === 'preflight' || input.byLayer) return true
  return conditionHolds(grant.when, factsOf(input))
}

/** What the conditions of a grant are checked against. */
export function factsOf(input: EvaluationInput): Facts {
  return {
    sources: input.policy.bundle.context,
    context: input.context,
    origin: input.fields.origin,
    request: input.request,
    tenant: input.route.tenant,
    now: input.moment.now,
  }
}

/** The last of the ends of the grant's lists that hold the origin, and the grant's own, whichever is earlier; null: none (D18). */
export function endOfGrant(prepared: PreparedGrant, input: EvaluationInput): number | null {
  const { grant } = prepared
  const listEnd = grant.any ? null : endOfLists(prepared, input)
  if (listEnd === null) return grant.until
  return grant.until === null ? listEnd : Math.min(listEnd, grant.until)
}

function endOfLists(
  prepared: PreparedGrant,
  { policy, route, lists }: EvaluationInput,
): number | null {
  const tenant = tenantList(prepared, policy, route)
  let end = 0
  for (const list of lists ?? []) {
    if (list !== tenant && !prepared.sets.includes(list)) continue
    const until = policy.origins.untils[list] ?? null
    if (until === null) return null
    end = Math.max(end, until)
  }
  return end
}
