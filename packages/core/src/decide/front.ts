/**
 * The front half of a decision: from a received request to its kind, resource, tenant and method (D1 to D8, D15). The only part that reads url, Host and `self`.
 *
 * `decide` and `explain` both start here, so that a trace cannot differ from the decision that it explains.
 *
 * @module
 */
import type { Kind } from '../decision.ts'
import { holdsToken, isFromSameOrigin, type RequestFields } from '../headers/index.ts'
import {
  hostLinesAgree,
  isOwnOrigin,
  type PreparedPolicy,
  type RequestTarget,
  type Route,
  route,
  routeServer,
  targetOf,
  withLayerTenant,
  withPath,
} from '../prepared/index.ts'
import type { Context, RequestFacts } from '../request.ts'

/** What follows from where a request is sent and from whom, before any grant is looked at. */
export interface Front {
  readonly kind: Kind
  /** The request is `same-origin` by Sec-Fetch-Site, which then joins Vary (D6). */
  readonly byFetchMetadata: boolean
  /** Where it leads; `ambiguous` (D4), or `unreadable` where the host is (D2). */
  readonly where: Route | 'ambiguous' | 'unreadable'
  /** The method that resources and grants are matched with: see {@link effectiveMethod}. */
  readonly method: string
}

/** Matches a request against a policy. Pure and total. */
export function frontOf(
  policy: PreparedPolicy,
  request: RequestFacts,
  fields: RequestFields,
  context: Context,
): Front {
  const target = targetOf(policy.router, policy.lastTarget, request.url)
  const isReadable =
    target !== null && hostLinesAgree(fields.hosts, fields.host, target.host.authority, request.url)
  const own = fields.origins === 1 && isOwn(policy, isReadable ? target : null, fields, context)
  const byFetchMetadata =
    fields.origins === 1 && fields.origin === 'null' && isFromSameOrigin(request.headers)
  const kind = kindOf(request, fields, own || byFetchMetadata)
  const method = effectiveMethod(kind, request.method, fields)
  if (!isReadable) return { kind, byFetchMetadata, where: 'unreadable', method }
  const route = routeOf(policy, target, request, method)
  const where = route ? withLayerTenant(route, context.tenant ?? null) : 'ambiguous'
  return { kind, byFetchMetadata, where, method }
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
