/**
 * From a verdict to status and headers of the response (D17 to D21, D25).
 *
 * @module
 */
import type { Decision, Kind } from '../decision.ts'
import { coversMethod } from '../headers/index.ts'
import {
  ALLOW_CREDENTIALS,
  ANY_ORIGIN,
  line,
  NO_STORE,
  type PreparedGrant,
  type PreparedResource,
} from '../prepared/index.ts'
import type { Reason } from '../reasons.ts'
import type { HeaderLine } from '../request.ts'
import { endOfGrant, isTokenReason } from './grants.ts'
import { type Incident, isWithheldFromSome } from './incidents.ts'
import type { EvaluationInput } from './judge-input.ts'

export const VARY_ORIGIN: readonly string[] = Object.freeze(['Origin'])
export const VARY_PREFLIGHT: readonly string[] = Object.freeze([
  'Origin',
  'Access-Control-Request-Method',
  'Access-Control-Request-Headers',
])
export const NOTHING: readonly never[] = Object.freeze([])

export const DENIED_PREFLIGHT: readonly HeaderLine[] = Object.freeze([NO_STORE])
const MAX_AGE_ZERO: HeaderLine = line('access-control-max-age', '0')

/** D20: an actual request or a WebSocket that a grant allows, with the response readable or not (D14). */
export function grantedActual(
  resource: PreparedResource,
  prepared: PreparedGrant,
  input: EvaluationInput,
): Decision {
  const { kind, request, incident } = input
  const { grant } = prepared
  const isRead = grant.read && kind !== 'websocket'
  return {
    kind,
    reach: true,
    read: grant.read,
    reason: prepared.reason,
    status: null,
    resource: resource.name,
    grant: prepared.index,
    exception: grant.exception,
    tenant: input.route.tenant,
    headers: isRead
      ? actualHeaders(prepared, grant.any ? '*' : request.origin.value, input.byLayer, incident)
      : resource.base,
    vary: varyOf(resource, resource.open && isSameForAll(resource, input)),
    removes: resource.removes,
    detail: prepared.detail,
  }
}

/** D10: this response of an open resource is the same for every origin. */
function isSameForAll(resource: PreparedResource, input: EvaluationInput): boolean {
  const { kind, incident, request, route } = input
  return (
    kind === 'actual' &&
    !incident.lockdown &&
    !isWithheldFromSome(request.incidents, resource, route.tenant) &&
    openGrant(resource, input) !== null
  )
}

/**
 * The headers of a granted response.
 *
 * @param byLayer The layer makes the response itself (D21).
 */
export function actualHeaders(
  prepared: PreparedGrant,
  origin: string,
  byLayer: boolean,
  incident: Incident,
): readonly HeaderLine[] {
  const headers: HeaderLine[] = [
    origin === '*' ? ANY_ORIGIN : ['access-control-allow-origin', origin],
  ]
  const stripped = incident.withholdsCredentials !== null
  const rest = byLayer
    ? stripped
      ? prepared.layerWithoutCredentials
      : prepared.layer
    : stripped
      ? prepared.actualWithoutCredentials
      : prepared.actual
  for (const each of rest) headers.push(each)
  if (prepared.grant.timing) headers.push(['timing-allow-origin', origin])
  return headers
}

/** D18: a preflight that a grant allows. */
export function grantedPreflight(
  resource: PreparedResource,
  prepared: PreparedGrant,
  input: EvaluationInput,
): Decision {
  const { grant } = prepared
  const { request, incident, route } = input
  const headers: HeaderLine[] = [
    grant.any ? ANY_ORIGIN : ['access-control-allow-origin', request.origin.value],
  ]
  if (grant.credentials && incident.withholdsCredentials === null) headers.push(ALLOW_CREDENTIALS)
  for (const each of prepared.preflight) headers.push(each)
  headers.push(incident.lockdown ? MAX_AGE_ZERO : maxAgeLine(prepared, input))
  if (incident.lockdown) headers.push(NO_STORE)
  return {
    kind: 'preflight',
    reach: false,
    read: true,
    reason: prepared.reason,
    status: 204,
    resource: resource.name,
    grant: prepared.index,
    exception: grant.exception,
    tenant: route.tenant,
    headers,
    vary: VARY_PREFLIGHT,
    removes: resource.removes,
    detail: prepared.detail,
  }
}

function maxAgeLine(prepared: PreparedGrant, input: EvaluationInput): HeaderLine {
  const end = endOfGrant(prepared, input)
  if (end === null) return prepared.maxAgeLine
  const left = Math.max(0, Math.floor((end - input.request.now) / 1000))
  return left >= prepared.grant.maxAge
    ? prepared.maxAgeLine
    : ['access-control-max-age', String(left)]
}

/** A request that no grant allows: D19 for a preflight, D25 for a WebSocket, D17 for the rest. */
export function denied(input: EvaluationInput, reason: Reason): Decision {
  const { kind, policy, resource } = input
  const { tenant } = input.route
  const detail = (resource ?? policy).details[reason]
  if (kind === 'preflight') {
    return denial(resource, kind, reason, tenant, detail, {
      reach: false,
      status: 403,
      vary: VARY_PREFLIGHT,
      headers: DENIED_PREFLIGHT,
    })
  }
  const blocks = resource?.blocks ?? policy.unmatchedBlocks
  const reach =
    !blocks &&
    kind !== 'websocket' &&
    !isTokenReason(reason) &&
    isSentWithoutPreflight(input.request.method)
  return denial(resource, kind, reason, tenant, detail, {
    reach,
    status: reach ? null : 403,
    vary: varyOf(resource, false),
    headers: resource?.base ?? NOTHING,
  })
}

/**
 * D10: the grant by which an open resource responds to every origin alike. Null where it does not: another method, or an Authorization that
 * the grant does not name, which withholds the response from all.
 */
export function openGrant(
  resource: PreparedResource,
  { request, route }: EvaluationInput,
): PreparedGrant | null {
  if (!resource.open || route.tenantUnknown) return null
  const prepared = resource.grants.find(({ grant }) => coversMethod(grant.methods, request.method))
  if (prepared === undefined || !prepared.grant.read) return null
  return !prepared.namesAuthorization && request.authorization ? null : prepared
}

/** @param isSameForAll The response is the same for every origin, so that Vary does not name Origin (D10). */
export function varyOf(
  resource: PreparedResource | null,
  isSameForAll: boolean,
): readonly string[] {
  if (resource === null) return VARY_ORIGIN
  return isSameForAll ? resource.openVary : resource.vary
}

/** D17: any other method needed a granted preflight, so a cached one has outlived its grant. */
export function isSentWithoutPreflight(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'POST' || method === 'OPTIONS'
}

/** A decision that grants nothing. */
export function denial(
  resource: PreparedResource | null,
  kind: Kind,
  reason: Reason,
  tenant: string | null,
  detail: string,
  response: Pick<Decision, 'reach' | 'status' | 'vary' | 'headers'>,
): Decision {
  return {
    kind,
    reach: response.reach,
    read: false,
    reason,
    status: response.status,
    resource: resource?.name ?? null,
    grant: null,
    exception: null,
    tenant,
    headers: response.headers,
    vary: response.vary,
    removes: resource?.removes ?? NOTHING,
    detail,
  }
}
