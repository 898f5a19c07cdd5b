/**
 * Which grant decides (D9 to D16), and why none does.
 *
 * A grant is checked in this order: origin, dates, method, path-borne API version. If these fit, it decides, and what the preflight or the request
 * carries is checked against it: WebSocket, credentials, requested header names, token. Only where its conditions fail is the next fitting grant tried.
 *
 * @module
 */
import { checkNames, coversMethod } from '../headers/index.ts'
import type { PreparedGrant, PreparedResource, Route } from '../prepared/index.ts'
import { REASONS, type Reason } from '../reasons.ts'
import { conditionHolds, type Facts } from './conditions.ts'
import type { EvaluationInput, JudgeInput, OriginInput } from './judge-input.ts'

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
export function originDenial({ resource, kind, request }: EvaluationInput): Reason | null {
  const { origin } = request
  if (origin.lines > 1 || (origin.lists === undefined && origin.value.includes(','))) {
    return resource?.open === true && kind !== 'preflight' ? null : 'origin-multiple'
  }
  if (origin.lists !== undefined) return null
  const isAccepted = resource?.grants.some(
    (prepared) => prepared.grant.any || isNullReach(prepared, request),
  )
  return isAccepted ? null : originReason(origin)
}

/** The reason where no grant fits the origin. */
function originReason({ value, lists }: OriginInput): Reason {
  if (lists !== undefined) return 'origin-not-granted'
  return value === 'null' ? 'origin-null' : 'origin-malformed'
}

/** The grant that decides, or why none does. */
export function selectGrant(
  resource: PreparedResource,
  input: EvaluationInput,
): PreparedGrant | Reason {
  let furthest: Reason = originReason(input.request.origin)
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
  const { request } = input
  const listed = grant.any || isNullReach(prepared, request) ? 'live' : listedIn(prepared, input)
  if (listed === 'unlisted') return originReason(input.request.origin)
  // Written so that a time that is no number is in no span.
  if (grant.from !== null && !(request.now >= grant.from)) return 'not-yet-valid'
  if (listed === 'ended' || (grant.until !== null && !(request.now < grant.until))) return 'expired'
  if (!coversMethod(grant.methods, request.method)) return 'method-not-granted'
  return versionFits(prepared, input) ? null : 'condition-unmet'
}

/** D14: a POST with `Origin: null` on one exact path. */
export function isNullReach({ grant }: PreparedGrant, request: JudgeInput): boolean {
  if (!grant.nullReach || grant.read || request.origin.value !== 'null') return false
  return request.method === 'POST'
}

/** D12: whether a list of the grant holds the origin and has not ended. */
export function listedIn(
  grant: PreparedGrant,
  { policy, route, request }: EvaluationInput,
): 'live' | 'ended' | 'unlisted' {
  const { lists } = request.origin
  if (lists === undefined || lists.length === 0) return 'unlisted'
  const tenant = tenantList(grant, policy, route)
  let listed: 'ended' | 'unlisted' = 'unlisted'
  for (const list of lists) {
    if (list !== tenant && !grant.sets.includes(list)) continue
    const until = policy.origins.untils[list] ?? null
    if (until === null || request.now < until) return 'live'
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
  const { kind, request } = input
  // A preflight carries no credentials (Fetch, CORS-preflight fetch); what a proxy added to it is not the browser's.
  if (kind === 'preflight') return whyNamesDenied(prepared, request.requestHeaders)
  if (kind === 'websocket' && !grant.websocket) return 'websocket-not-granted'
  return (
    whyCredentialsDenied(resource, prepared, input) ??
    (grant.token ? whyTokenDenied(resource, input) : null)
  )
}

/** D24: requested header names are checked against the deciding grant only; they never make a later grant fit. */
function whyNamesDenied(
  prepared: PreparedGrant,
  lines: JudgeInput['requestHeaders'],
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
  { kind, request, incident }: EvaluationInput,
): Reason | null {
  if (grant.credentials) {
    if (incident.withholdsCredentials === null) return null
    const carries = isKnown(request) || request.authorization || kind === 'websocket'
    return carries ? incident.withholdsCredentials : null
  }
  if (!resource.open && isKnown(request)) return 'credentials-not-granted'
  return !namesAuthorization && request.authorization ? 'credentials-not-granted' : null
}

/** Fetch, credentials: cookies and client certificates; entries of Authorization are judged by themselves. */
function isKnown(request: EvaluationInput['request']): boolean {
  return request.cookie || request.certificate
}

/** D16: an origin-bound token, verified by the layer, for this origin, tenant and resource. */
function whyTokenDenied(
  resource: PreparedResource,
  { request, route }: EvaluationInput,
): Reason | null {
  const { token } = request
  if (token === undefined) return 'token-required'
  const valid =
    token !== 'invalid' &&
    token.origin === request.origin.value &&
    token.tenant === route.tenant &&
    token.resource === resource.name &&
    request.now < token.until &&
    request.revokedTokens?.includes(token.id) !== true
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
    request: input.request,
    tenant: input.route.tenant,
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
  { policy, route, request }: EvaluationInput,
): number | null {
  const tenant = tenantList(prepared, policy, route)
  let end = 0
  for (const list of request.origin.lists ?? []) {
    if (list !== tenant && !prepared.sets.includes(list)) continue
    const until = policy.origins.untils[list] ?? null
    if (until === null) return null
    end = Math.max(end, until)
  }
  return end
}
