/**
 * From a received request to everything that the rules are applied to: its kind, host, route, resource, incident and origin lists (D1 to D8, D15).
 *
 * `decide` and `explain` both start here, so that a trace cannot differ from the decision that it explains.
 *
 * @module
 */
import type { Kind } from '../decision.ts'
import { holdsToken, isFromSameOrigin, type RequestFields, readFields } from '../headers/index.ts'
import {
  hostLinesAgree,
  isOwnOrigin,
  listsHolding,
  type Membership,
  type PreparedPolicy,
  type PreparedResource,
  type RequestTarget,
  type Route,
  route,
  routeServer,
  targetOf,
  withLayerTenant,
  withPath,
} from '../prepared/index.ts'
import type { Context, Moment, RequestFacts } from '../request.ts'
import { hasNoIncident, type Incident, incidentFor, NO_INCIDENT } from './incidents.ts'

/** A request that is matched against a policy. Made once for each decision. */
export interface EvaluationInput {
  readonly policy: PreparedPolicy
  readonly request: RequestFacts
  readonly fields: RequestFields
  readonly kind: Kind
  /** The method that resources and grants are matched with: see {@link effectiveMethod}. */
  readonly method: string
  readonly target: RequestTarget
  readonly route: Route
  /** Null where none matches (D8). */
  readonly resource: PreparedResource | null
  readonly context: Context
  readonly moment: Moment
  readonly incident: Incident
  /** The lists that hold the origin; `undefined` where it is `null` or malformed, or the request is not cross-origin. */
  readonly lists: Membership | undefined
  /** The request is `same-origin` by Sec-Fetch-Site, which then joins Vary (D6). */
  readonly byFetchMetadata: boolean
  /** The layer makes the response itself (D21): conditions are not checked. */
  readonly byLayer: boolean
}

/** A request whose host (D2) or path (D4) two layers could read differently. */
export interface AmbiguousRequest {
  readonly request: RequestFacts
  readonly fields: RequestFields
  readonly kind: Kind
  readonly method: string
  /** Null where the url has no host. */
  readonly target: RequestTarget | null
  readonly route: null
  readonly ambiguous: 'host' | 'path'
}

/** Matches a request against a policy. Pure and total. */
export function resolve(
  policy: PreparedPolicy,
  request: RequestFacts,
  context: Context,
  moment: Moment,
  byLayer: boolean,
): EvaluationInput | AmbiguousRequest {
  const fields = readFields(request.headers)
  const target = targetOf(policy.router, policy.lastTarget, request.url)
  const isReadable =
    target !== null && hostLinesAgree(fields.hosts, fields.host, target.host.authority, request.url)
  const own = fields.origins === 1 && isOwn(policy, isReadable ? target : null, fields, context)
  const byFetchMetadata =
    fields.origins === 1 && fields.origin === 'null' && isFromSameOrigin(request.headers)
  const kind = kindOf(request, fields, own || byFetchMetadata)
  const method = effectiveMethod(kind, request.method, fields)
  if (!isReadable) {
    return { request, fields, kind, method, target, route: null, ambiguous: 'host' }
  }
  const identified = routeOf(policy, target, request, method)
  if (identified === undefined) {
    return { request, fields, kind, method, target, route: null, ambiguous: 'path' }
  }
  const found = withLayerTenant(identified, context.tenant ?? null)
  const resource = policy.resources[found.resource] ?? null
  return {
    policy,
    request,
    fields,
    kind,
    method,
    target,
    route: found,
    resource,
    context,
    moment,
    incident: incidentOf(policy, resource, fields, moment, found),
    lists: isCrossOrigin(kind) ? listsHolding(policy.origins, fields.origin) : undefined,
    byFetchMetadata,
    byLayer,
  }
}

/**
 * The kind of a request (D6).
 *
 * @param own The origin is the request's own.
 */
export function kindOf(request: RequestFacts, fields: RequestFields, own: boolean): Kind {
  if (fields.origins === 0) return 'not-cors'
  if (own) return 'same-origin'
  if (request.method === 'OPTIONS' && fields.requestMethods > 0) return 'preflight'
  return isWebSocket(request, fields) ? 'websocket' : 'actual'
}

/** Whether grants decide. The other kinds, `not-cors` and `same-origin`, are stopped by isolation only (D26). */
export function isCrossOrigin(kind: Kind): boolean {
  return kind !== 'not-cors' && kind !== 'same-origin'
}

function isWebSocket({ method, headers }: RequestFacts, fields: RequestFields): boolean {
  if (method === 'CONNECT') return fields.protocolWebSocket // RFC 8441
  if (method !== 'GET' || !fields.upgrade) return false
  return holdsToken(headers, 'upgrade', 'websocket') && holdsToken(headers, 'connection', 'upgrade')
}

/** The requested method of a preflight (empty for several), GET for a WebSocket, else the method itself. */
export function effectiveMethod(kind: Kind, method: string, fields: RequestFields): string {
  if (kind === 'preflight') return fields.requestMethods === 1 ? fields.requestMethod : ''
  return method === 'CONNECT' && fields.protocolWebSocket ? 'GET' : method
}

/** D6: whether the origin is the request's own. */
function isOwn(
  { self }: PreparedPolicy,
  target: RequestTarget | null,
  { origin }: RequestFields,
  context: Context,
): boolean {
  if (self.only !== null) return origin === self.only
  return target !== null && isOwnOrigin(self, origin, target.host.authority, context.tenant ?? null)
}

/** @param method The effective one; only an OPTIONS that was sent may have the asterisk form. */
function routeOf(
  policy: PreparedPolicy,
  target: RequestTarget,
  request: RequestFacts,
  method: string,
): Route | undefined {
  const { host, start } = target
  const text = target.isEmpty ? withPath(request.url, target) : request.url
  if (text.charCodeAt(start) === 0x2a) {
    const isAsterisk = /^\*(?:\?[^#]*)?$/.test(text.slice(start))
    return isAsterisk && request.method === 'OPTIONS' ? routeServer(policy.router, host) : undefined
  }
  return route(policy.router, host, text, start, method)
}

function incidentOf(
  policy: PreparedPolicy,
  resource: PreparedResource | null,
  fields: RequestFields,
  moment: Moment,
  { tenant }: Route,
): Incident {
  if (hasNoIncident(moment)) return NO_INCIDENT
  const staleAfter = resource && policy.bundle.staleAfter[resource.resource.sensitivity]
  return incidentFor(moment, resource, tenant, singleOrigin(fields), staleAfter)
}

/** The one origin of a request; null where it has several or none. */
export function singleOrigin({ origins, origin }: RequestFields): string | null {
  return origins === 1 && !origin.includes(',') ? origin : null
}
