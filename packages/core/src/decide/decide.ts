/**
 * The decision for one request: DECISION from the kind of the request to the headers of its answer.
 *
 * @module
 */
import { type RequestFields, readFields } from '../headers/request-fields.ts'
import { membershipOf } from '../origin/origin-index.ts'
import { type HostRoute, type Route, route, routeServer } from '../path/router.ts'
import type { Context, HeaderLine, Moment, RequestFacts } from '../request.ts'
import {
  actualHeaders,
  DENIED_PREFLIGHT,
  denial,
  denied,
  grantedActual,
  grantedPreflight,
  NOTHING,
  openGrant,
  VARY_ORIGIN,
  varyOf,
} from './answers.ts'
import type { Decision, Kind } from './decision.ts'
import { isNullReach, judgeGrants, type Question, type Verdict } from './grants.ts'
import { type Incident, incidentFor, isWithheldFromSome } from './incidents.ts'
import { hostLinesAgree, type Place, placeOf } from './place.ts'
import { type Engine, NO_STORE, type Plan, type ResourcePlan } from './plan.ts'
import type { Reason } from './reasons.ts'
import { isOwnOrigin } from './same-origin.ts'

/**
 * Decides one request.
 *
 * Pure and total: it never throws, whatever the request holds, and the same arguments give the same answer. Every reason but
 * `no-policy` and `rate-limited`, which are the layers' own. Parts of the answer are shared and frozen.
 *
 * @example
 * ```ts
 * const engine = prepare(bundle)
 * const decision = decide(engine, { method: 'GET', url: 'https://api.example.com/v1/me', headers: [['Origin', origin]] }, {}, { now: Date.now() })
 * ```
 */
export function decide(
  engine: Engine,
  request: RequestFacts,
  context: Context,
  moment: Moment,
): Decision {
  return decideFor(engine as Plan, request, context, moment, false)
}

/**
 * The decision whose headers an answer carries that the layer makes itself: 401, 403 of an authorisation, 413, 429, 502 to 504 (D21).
 *
 * Conditions are not asked, `Retry-After` and `WWW-Authenticate` are exposed, and the answer is not stored. `status` speaks of CORS only;
 * the layer keeps its own.
 */
export function layerHeaders(
  engine: Engine,
  request: RequestFacts,
  context: Context,
  moment: Moment,
): Decision {
  const decision = decideFor(engine as Plan, request, context, moment, true)
  const headers = decision.headers.filter(
    (line) => line !== NO_STORE && !isWithheld(decision, line),
  )
  return { ...decision, headers: [...headers, NO_STORE] }
}

/** D30: a preflight that the layer refuses by itself gets Vary and no CORS headers. */
function isWithheld({ kind }: Decision, [name]: HeaderLine): boolean {
  return kind === 'preflight' && name.startsWith('access-control-')
}

/** All that is read of a request before its resource is known. */
interface Asked {
  readonly request: RequestFacts
  readonly fields: RequestFields
  readonly kind: Kind
  /** Became `same-origin` by fetch metadata. */
  readonly byFetchMetadata: boolean
  readonly method: string
  readonly context: Context
  readonly moment: Moment
  readonly byLayer: boolean
}

function decideFor(
  plan: Plan,
  request: RequestFacts,
  context: Context,
  moment: Moment,
  byLayer: boolean,
): Decision {
  const { url } = request
  const fields = readFields(request.headers, plan.versionHeader)
  const place = placeOf(plan, url)
  const from =
    place.from !== null && hostLinesAgree(fields.hosts, fields.host, place.from.host, url)
      ? place.from
      : null
  const own =
    fields.origins === 1 && isOwn(plan, from, place, request.method, fields, context.tenant ?? null)
  const byFetchMetadata =
    fields.origins === 1 &&
    fields.origin === 'null' &&
    fields.siteLines === 1 &&
    fields.site === 'same-origin'
  const kind = kindOf(request, fields, own || byFetchMetadata)
  const method = judgedMethod(kind, request.method, fields)
  const asked: Asked = { request, fields, kind, byFetchMetadata, method, context, moment, byLayer }
  if (from === null) return unreadableHost(plan, asked)
  const path = routeOf(plan, from, place, request.method, method, context.tenant ?? null)
  return path === undefined ? ambiguousPath(plan, asked) : decideRouted(plan, asked, path)
}

function isOwn(
  plan: Plan,
  from: HostRoute | null,
  place: Place,
  method: string,
  fields: RequestFields,
  told: string | null,
): boolean {
  const { self } = plan
  if (self.only !== null) return fields.origin === self.only
  if (from === null) return false
  const tenant =
    self.templates.length > 0
      ? (routeOf(plan, from, place, method, judgedMethod('actual', method, fields), told)?.tenant ??
        null)
      : null
  return isOwnOrigin(self, fields.origin, from.host, tenant)
}

/** D6, in its order. */
function kindOf({ method }: RequestFacts, fields: RequestFields, own: boolean): Kind {
  if (fields.origins === 0) return 'not-cors'
  if (own) return 'same-origin'
  if (method === 'OPTIONS' && fields.requestMethods > 0) return 'preflight'
  return isWebSocket(method, fields) ? 'websocket' : 'actual'
}

function isWebSocket(method: string, fields: RequestFields): boolean {
  if (method === 'CONNECT') return fields.protocolWebSocket // RFC 8441
  return method === 'GET' && fields.connectionUpgrade && fields.upgradeWebSocket
}

/** The method that resources and grants are asked for. Several requested methods are none. */
function judgedMethod(kind: Kind, method: string, fields: RequestFields): string {
  if (kind === 'preflight') return fields.requestMethods === 1 ? fields.requestMethod : ''
  return method === 'CONNECT' && fields.protocolWebSocket ? 'GET' : method
}

function routeOf(
  plan: Plan,
  from: HostRoute,
  place: Place,
  sent: string,
  method: string,
  told: string | null,
): Route | undefined {
  if (place.ambiguous) return undefined
  const isAsterisk = place.end - place.start === 1 && place.text.charCodeAt(place.start) === 0x2a
  if (isAsterisk) return sent === 'OPTIONS' ? routeServer(plan.router, from, told) : undefined
  return route(plan.router, from, place.text, place.start, place.end, method, told)
}

/** D2: nobody can say whose request it is. */
function unreadableHost(plan: Plan, { kind }: Asked): Decision {
  return denial(plan, null, kind, 'path-ambiguous', null, {
    reach: false,
    status: 400,
    vary: VARY_ORIGIN,
    headers: kind === 'preflight' ? DENIED_PREFLIGHT : NOTHING,
  })
}

/** D23. */
function ambiguousPath(plan: Plan, { kind, fields }: Asked): Decision {
  const refused = kind === 'not-cors' || kind === 'same-origin' ? fields.fromOtherSite : true
  return denial(plan, null, kind, 'path-ambiguous', null, {
    reach: !refused,
    status: refused ? 400 : null,
    vary: VARY_ORIGIN,
    headers: kind === 'preflight' ? DENIED_PREFLIGHT : NOTHING,
  })
}

function decideRouted(plan: Plan, asked: Asked, route: Route): Decision {
  const resource = plan.resources[route.resource] ?? null
  const { kind } = asked
  if (kind === 'not-cors' || kind === 'same-origin')
    return decideUnasked(plan, resource, asked, route, kind)
  const incident = incidentOf(plan, resource, asked, route)
  const question = questionOf(plan, asked, route, incident, kind)
  const verdict = verdictFor(plan, resource, asked, question)
  if (verdict.grant === null || resource === null) {
    return denied(plan, resource, asked.request.method, verdict.reason, question)
  }
  if (kind !== 'preflight') return grantedActual(resource, verdict.grant, verdict.reason, question)
  return verdict.reason === 'reach-only' // D14 forbids the headers that would grant it
    ? denied(plan, resource, asked.request.method, verdict.reason, question)
    : grantedPreflight(plan, resource, verdict.grant, question)
}

function incidentOf(
  plan: Plan,
  resource: ResourcePlan | null,
  { fields, moment }: Asked,
  { tenant }: Route,
): Incident {
  const origin = fields.origins === 1 && !fields.origin.includes(',') ? fields.origin : null
  const staleAfter = resource && plan.bundle.staleAfter[resource.resource.sensitivity]
  return incidentFor(moment, resource, tenant, origin, staleAfter)
}

function questionOf(
  plan: Plan,
  asked: Asked,
  route: Route,
  incident: Incident,
  kind: Question['kind'],
): Question {
  const { origin } = asked.fields
  const isNull = origin === 'null'
  const membership = isNull ? undefined : membershipOf(plan.origins, origin)
  return {
    kind,
    method: asked.method,
    origin,
    membership,
    originReason: isNull
      ? 'origin-null'
      : membership === undefined
        ? 'origin-malformed'
        : 'origin-not-granted',
    fields: asked.fields,
    route,
    context: asked.context,
    moment: asked.moment,
    incident,
    ignoreConditions: asked.byLayer,
  }
}

/** The reasons before any grant, in their order, then the grants. */
function verdictFor(
  plan: Plan,
  resource: ResourcePlan | null,
  asked: Asked,
  question: Question,
): Verdict {
  const { incident, route, originReason } = question
  const reason = incident.denies ?? whyOriginDenied(resource, asked.kind, asked, originReason)
  if (reason !== null) return { grant: null, reason }
  if (resource === null) return { grant: null, reason: 'resource-unmatched' }
  if (route.tenantUnknown) return { grant: null, reason: 'tenant-unknown' }
  return judgeGrants(plan, resource, question)
}

/** Open resources skip these checks (D10), but for preflights with several Origin lines (D6). */
function whyOriginDenied(
  resource: ResourcePlan | null,
  kind: Kind,
  { method, fields }: Asked,
  originReason: Question['originReason'],
): Reason | null {
  if (fields.origins > 1 || fields.origin.includes(',')) {
    return resource?.open === true && kind !== 'preflight' ? null : 'origin-multiple'
  }
  if (originReason === 'origin-not-granted') return null
  const takesIt = resource?.grants.some(
    (planned) => planned.grant.any || isNullReach(planned, method, originReason),
  )
  return takesIt ? null : originReason
}

/** `not-cors` and `same-origin`: nobody asks whether script may read. Only isolation stops them (D17, D26). */
function decideUnasked(
  plan: Plan,
  resource: ResourcePlan | null,
  asked: Asked,
  route: Route,
  kind: 'not-cors' | 'same-origin',
): Decision {
  const { fields } = asked
  const incident = incidentOf(plan, resource, asked, route)
  const grant =
    resource && !isWithheldFromSome(asked.moment, resource, route.tenant)
      ? openGrant(resource, asked.method, fields, route)
      : null
  const vary = varyOf(resource, grant !== null && !incident.lockdown)
  if (resource !== null && kind === 'not-cors' && isCrossSiteBlocked(resource, asked)) {
    const headers = resource.base
    const answer = { reach: false, status: 403, vary, headers } as const
    return denial(plan, resource, kind, 'cross-site-blocked', route.tenant, answer)
  }
  const metadata = asked.byFetchMetadata && !vary.includes('Sec-Fetch-Site')
  return {
    kind,
    reach: true,
    read: kind === 'same-origin',
    reason: kind,
    status: null,
    resource: resource?.name ?? null,
    grant: null,
    exception: null,
    tenant: route.tenant,
    headers: grant
      ? actualHeaders(grant, '*', asked.byLayer, incident)
      : (resource?.base ?? NOTHING),
    vary: metadata ? [...vary, 'Sec-Fetch-Site'] : vary,
    removes: resource?.removes ?? NOTHING,
    detail: (resource ?? plan).sentences[kind],
  }
}

/** D26: fetch metadata says that another site sent it, and it is no navigation. Clients that send none pass. */
function isCrossSiteBlocked({ resource }: ResourcePlan, { method, fields }: Asked): boolean {
  if (!resource.isolate || !fields.fromOtherSite) return false
  return !(method === 'GET' && fields.mode === 'navigate' && fields.dest === 'document')
}
