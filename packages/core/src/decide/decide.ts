/**
 * The decision for one request, from its kind to the headers of its answer (docs/rules.md).
 *
 * @module
 */
import { isFromOtherOrigin, isFromSameOrigin } from '../headers/fetch-metadata.ts'
import { isCorsHeader } from '../headers/names.ts'
import { type RequestFields, readFields } from '../headers/request-fields.ts'
import { type Route, route, routeServer } from '../path/router.ts'
import type { Context, HeaderLine, Moment, RequestFacts } from '../request.ts'
import {
  DENIED_PREFLIGHT,
  denial,
  denied,
  grantedActual,
  grantedPreflight,
  NOTHING,
  VARY_ORIGIN,
} from './answers.ts'
import type { Decision, Kind } from './decision.ts'
import { isNullReach, judgeGrants } from './grants.ts'
import { CALM, type Incident, incidentFor, isCalm } from './incidents.ts'
import { judgedMethod, kindOf } from './kind.ts'
import { hostLinesAgree, type Place, placeOf, withPath } from './place.ts'
import { type Engine, NO_STORE, type Plan, type ResourcePlan } from './plan.ts'
import type { Question } from './question.ts'
import type { Reason } from './reasons.ts'
import { isOwnOrigin } from './same-origin.ts'
import { listsOf, originReason } from './sender.ts'
import { decideUnasked } from './unasked.ts'

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
  return kind === 'preflight' && isCorsHeader(name)
}

function decideFor(
  plan: Plan,
  request: RequestFacts,
  context: Context,
  moment: Moment,
  byLayer: boolean,
): Decision {
  const fields = readFields(request.headers)
  const place = placeOf(plan.router, plan.lastHost, request.url)
  const isReadable =
    place !== null && hostLinesAgree(fields.hosts, fields.host, place.from.host, request.url)
  const own =
    fields.origins === 1 && isOwn(plan, isReadable ? place : null, request, fields, context)
  const byFetchMetadata =
    fields.origins === 1 && fields.origin === 'null' && isFromSameOrigin(request.headers)
  const kind = kindOf(request, fields, own || byFetchMetadata)
  if (!isReadable) return unreadableHost(plan, kind)
  const method = judgedMethod(kind, request.method, fields)
  const route = routeOf(plan, request.url, place, request.method, method, context)
  if (route === undefined) return ambiguousPath(plan, kind, request)
  const resource = plan.resources[route.resource] ?? null
  const incident = incidentOf(plan, resource, fields, moment, route)
  const isAsked = kind !== 'not-cors' && kind !== 'same-origin'
  const lists = isAsked ? listsOf(plan, fields.origin) : undefined
  const question: Question = {
    request,
    fields,
    kind,
    method,
    route,
    context,
    moment,
    incident,
    lists,
    byLayer,
  }
  return isAsked
    ? decideAsked(plan, resource, question)
    : decideUnasked(plan, resource, question, byFetchMetadata)
}

/** D6: whether the origin is the request's own. */
export function isOwn(
  plan: Plan,
  place: Place | null,
  { method, url }: RequestFacts,
  fields: RequestFields,
  context: Context,
): boolean {
  const { self } = plan
  if (self.only !== null) return fields.origin === self.only
  if (place === null) return false
  const asked = judgedMethod('actual', method, fields)
  const tenant =
    self.templates.length > 0
      ? routeOf(plan, url, place, method, asked, context)?.tenant
      : undefined
  return isOwnOrigin(self, fields.origin, place.from.host, tenant ?? null)
}

/** @param sent The request's own method: a server-wide OPTIONS has no path. */
export function routeOf(
  plan: Plan,
  url: string,
  place: Place,
  sent: string,
  method: string,
  context: Context,
): Route | undefined {
  const { from, start } = place
  const told = context.tenant ?? null
  const text = place.isEmpty ? withPath(url, place) : url
  if (text.charCodeAt(start) === 0x2a) {
    const isAsterisk = /^\*(?:\?[^#]*)?$/.test(text.slice(start))
    return isAsterisk && sent === 'OPTIONS' ? routeServer(plan.router, from, told) : undefined
  }
  return route(plan.router, from, text, start, method, told)
}

/** D2: nobody can say whose request it is. */
function unreadableHost(plan: Plan, kind: Kind): Decision {
  return denial(plan, null, kind, 'path-ambiguous', null, {
    reach: false,
    status: 400,
    vary: VARY_ORIGIN,
    headers: kind === 'preflight' ? DENIED_PREFLIGHT : NOTHING,
  })
}

/** D23. */
function ambiguousPath(plan: Plan, kind: Kind, { headers }: RequestFacts): Decision {
  const isForeign = kind !== 'not-cors' && kind !== 'same-origin'
  const refused = isForeign || isFromOtherOrigin(headers)
  return denial(plan, null, kind, 'path-ambiguous', null, {
    reach: !refused,
    status: refused ? 400 : null,
    vary: VARY_ORIGIN,
    headers: kind === 'preflight' ? DENIED_PREFLIGHT : NOTHING,
  })
}

export function incidentOf(
  plan: Plan,
  resource: ResourcePlan | null,
  fields: RequestFields,
  moment: Moment,
  { tenant }: Route,
): Incident {
  if (isCalm(moment)) return CALM
  const origin = fields.origins === 1 && !fields.origin.includes(',') ? fields.origin : null
  const staleAfter = resource && plan.bundle.staleAfter[resource.resource.sensitivity]
  return incidentFor(moment, resource, tenant, origin, staleAfter)
}

/** `preflight`, `actual`, `websocket`: may script of this origin read, may the request come? */
function decideAsked(plan: Plan, resource: ResourcePlan | null, question: Question): Decision {
  const reason = question.incident.denies ?? whyOriginDenied(resource, question)
  if (reason !== null) return denied(plan, resource, question, reason)
  if (resource === null) return denied(plan, resource, question, 'resource-unmatched')
  if (question.route.tenantUnknown) return denied(plan, resource, question, 'tenant-unknown')
  const verdict = judgeGrants(plan, resource, question)
  if (typeof verdict === 'string') return denied(plan, resource, question, verdict)
  if (question.kind !== 'preflight') return grantedActual(resource, verdict, question)
  return verdict.grant.read
    ? grantedPreflight(plan, resource, verdict, question)
    : denied(plan, resource, question, 'reach-only') // D14 forbids the headers that would grant it
}

/** What is wrong with the origin, before any grant is asked. Open resources skip these checks (D10), but for preflights with several Origin lines (D6). */
export function whyOriginDenied(
  resource: ResourcePlan | null,
  { kind, method, fields, lists }: Question,
): Reason | null {
  if (fields.origins > 1 || (lists === undefined && fields.origin.includes(','))) {
    return resource?.open === true && kind !== 'preflight' ? null : 'origin-multiple'
  }
  if (lists !== undefined) return null
  const takesIt = resource?.grants.some(
    (planned) => planned.grant.any || isNullReach(planned, method, fields.origin),
  )
  return takesIt ? null : originReason(fields.origin, lists)
}
