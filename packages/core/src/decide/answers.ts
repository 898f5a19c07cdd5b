/**
 * From a verdict to the answer's status and headers (D17 to D21, D25).
 *
 * @module
 */
import { coversMethod } from '../headers/names.ts'
import type { HeaderLine } from '../request.ts'
import type { Decision, Kind } from './decision.ts'
import { endOfGrant, isTokenReason } from './grants.ts'
import { type Incident, isWithheldFromSome } from './incidents.ts'
import {
  ALLOW_CREDENTIALS,
  ANY_ORIGIN,
  type GrantPlan,
  line,
  NO_STORE,
  type Plan,
  type ResourcePlan,
} from './plan.ts'
import type { Question } from './question.ts'
import type { Reason } from './reasons.ts'

export const VARY_ORIGIN: readonly string[] = Object.freeze(['Origin'])
export const VARY_PREFLIGHT: readonly string[] = Object.freeze([
  'Origin',
  'Access-Control-Request-Method',
  'Access-Control-Request-Headers',
])
export const NOTHING: readonly never[] = Object.freeze([])

export const DENIED_PREFLIGHT: readonly HeaderLine[] = Object.freeze([NO_STORE])
const MAX_AGE_ZERO: HeaderLine = line('access-control-max-age', '0')

/** D20: an actual request or a WebSocket that a grant allows, to read or only to reach (D14). */
export function grantedActual(
  resource: ResourcePlan,
  planned: GrantPlan,
  question: Question,
): Decision {
  const { kind, fields, incident } = question
  const { grant } = planned
  const isRead = grant.read && kind !== 'websocket'
  return {
    kind,
    reach: true,
    read: grant.read,
    reason: planned.reason,
    status: null,
    resource: resource.name,
    grant: planned.index,
    exception: grant.exception,
    tenant: question.route.tenant,
    headers: isRead
      ? actualHeaders(planned, grant.any ? '*' : fields.origin, question.byLayer, incident)
      : resource.base,
    vary: varyOf(resource, resource.open && isAlike(resource, question)),
    removes: resource.removes,
    detail: planned.sentence,
  }
}

/** D10: this answer of an open resource is the same for every origin. */
function isAlike(resource: ResourcePlan, question: Question): boolean {
  const { kind, incident, moment, route } = question
  return (
    kind === 'actual' &&
    !incident.lockdown &&
    !isWithheldFromSome(moment, resource, route.tenant) &&
    openGrant(resource, question) !== null
  )
}

/**
 * What a granted answer carries.
 *
 * @param byLayer The layer makes the answer itself (D21).
 */
export function actualHeaders(
  planned: GrantPlan,
  origin: string,
  byLayer: boolean,
  incident: Incident,
): readonly HeaderLine[] {
  const headers: HeaderLine[] = [
    origin === '*' ? ANY_ORIGIN : ['access-control-allow-origin', origin],
  ]
  const stripped = incident.strips !== null
  const rest = byLayer
    ? stripped
      ? planned.layerWithoutCredentials
      : planned.layer
    : stripped
      ? planned.actualWithoutCredentials
      : planned.actual
  for (const each of rest) headers.push(each)
  if (planned.grant.timing) headers.push(['timing-allow-origin', origin])
  return headers
}

/** D18. */
export function grantedPreflight(
  plan: Plan,
  resource: ResourcePlan,
  planned: GrantPlan,
  question: Question,
): Decision {
  const { grant } = planned
  const { fields, incident, route } = question
  const headers: HeaderLine[] = [
    grant.any ? ANY_ORIGIN : ['access-control-allow-origin', fields.origin],
  ]
  if (grant.credentials && incident.strips === null) headers.push(ALLOW_CREDENTIALS)
  for (const each of planned.preflight) headers.push(each)
  headers.push(incident.lockdown ? MAX_AGE_ZERO : maxAgeLine(plan, planned, question))
  if (incident.lockdown) headers.push(NO_STORE)
  return {
    kind: 'preflight',
    reach: false,
    read: true,
    reason: planned.reason,
    status: 204,
    resource: resource.name,
    grant: planned.index,
    exception: grant.exception,
    tenant: route.tenant,
    headers,
    vary: VARY_PREFLIGHT,
    removes: resource.removes,
    detail: planned.sentence,
  }
}

function maxAgeLine(plan: Plan, planned: GrantPlan, question: Question): HeaderLine {
  const end = endOfGrant(plan, planned, question)
  if (end === null) return planned.maxAgeLine
  const left = Math.max(0, Math.floor((end - question.moment.now) / 1000))
  return left >= planned.grant.maxAge
    ? planned.maxAgeLine
    : ['access-control-max-age', String(left)]
}

/** A request that no grant allows: D19 for a preflight, D25 for a WebSocket, D17 for the rest. */
export function denied(
  plan: Plan,
  resource: ResourcePlan | null,
  question: Question,
  reason: Reason,
): Decision {
  const { kind } = question
  const { tenant } = question.route
  if (kind === 'preflight') {
    return denial(plan, resource, kind, reason, tenant, {
      reach: false,
      status: 403,
      vary: VARY_PREFLIGHT,
      headers: DENIED_PREFLIGHT,
    })
  }
  const blocks = resource?.blocks ?? plan.unmatchedBlocks
  const reach =
    !blocks &&
    kind !== 'websocket' &&
    !isTokenReason(reason) &&
    isSentWithoutPreflight(question.request.method)
  return denial(plan, resource, kind, reason, tenant, {
    reach,
    status: reach ? null : 403,
    vary: varyOf(resource, false),
    headers: resource?.base ?? NOTHING,
  })
}

/**
 * D10: the grant by which an open resource answers everybody alike, whatever Origin holds. Null where it does not: another method, or an
 * Authorization that the grant does not name, which withholds it from all.
 */
export function openGrant(
  resource: ResourcePlan,
  { method, fields, route }: Question,
): GrantPlan | null {
  if (!resource.open || route.tenantUnknown) return null
  const planned = resource.grants.find(({ grant }) => coversMethod(grant.methods, method))
  if (planned === undefined || !planned.grant.read) return null
  return fields.authorization && !planned.namesAuthorization ? null : planned
}

/** @param alike The answer is the same for every origin; every other one differs (D10). */
export function varyOf(resource: ResourcePlan | null, alike: boolean): readonly string[] {
  if (resource === null) return VARY_ORIGIN
  return alike ? resource.openVary : resource.vary
}

/** D17: any other method needed a granted preflight, so a cached one has outlived its grant. */
function isSentWithoutPreflight(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'POST' || method === 'OPTIONS'
}

/** A decision that grants nothing. */
export function denial(
  plan: Plan,
  resource: ResourcePlan | null,
  kind: Kind,
  reason: Reason,
  tenant: string | null,
  answer: Pick<Decision, 'reach' | 'status' | 'vary' | 'headers'>,
): Decision {
  return {
    kind,
    reach: answer.reach,
    read: false,
    reason,
    status: answer.status,
    resource: resource?.name ?? null,
    grant: null,
    exception: null,
    tenant,
    headers: answer.headers,
    vary: answer.vary,
    removes: resource?.removes ?? NOTHING,
    detail: (resource ?? plan).sentences[reason],
  }
}
