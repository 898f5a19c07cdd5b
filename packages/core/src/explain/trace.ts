/**
 * Every step to a decision, in the engine's order, by the engine's own functions: what is said here cannot drift from what is decided.
 *
 * @module
 */

import { addressSpaceOf, hostNameOf, PUBLIC } from '../browsers/index.ts'
import { incidentOf, isOwn, routeOf, whyOriginDenied } from '../decide/decide.ts'
import type { Decision } from '../decide/decision.ts'
import { judgedMethod, kindOf } from '../decide/kind.ts'
import { hostLinesAgree, placeOf, withPath } from '../decide/place.ts'
import type { Plan, ResourcePlan } from '../decide/plan.ts'
import type { Question } from '../decide/question.ts'
import type { Reason } from '../decide/reasons.ts'
import { listsOf } from '../decide/sender.ts'
import { isFromSameOrigin } from '../headers/fetch-metadata.ts'
import { readFields } from '../headers/request-fields.ts'
import type { Context, Moment, RequestFacts } from '../request.ts'
import { quote } from '../text/quote.ts'
import { onAmbiguous, onDenied, onGranted, onRemoved } from './answer-steps.ts'
import { onGrants } from './grant-steps.ts'
import { onIncidents } from './incident-steps.ts'
import { onHost, onKind } from './kind-steps.ts'
import { onLists, onOrigin } from './origin-steps.ts'
import { type Judged, onPath, onResource, onTenant } from './resource-steps.ts'
import { Trail, type TrailStep } from './trail.ts'
import { onUnasked } from './unasked-steps.ts'

/** @param decision What `decide` says of the same request: its status and headers are told, never its reason. */
export function trace(
  plan: Plan,
  request: RequestFacts,
  context: Context,
  moment: Moment,
  decision: Decision,
): readonly TrailStep[] {
  const trail = new Trail()
  const fields = readFields(request.headers)
  const place = placeOf(plan.router, plan.lastHost, request.url)
  const isReadable =
    place !== null && hostLinesAgree(fields.hosts, fields.host, place.from.host, request.url)
  const own =
    fields.origins === 1 && isOwn(plan, isReadable ? place : null, request, fields, context)
  const byFetchMetadata =
    fields.origins === 1 && fields.origin === 'null' && isFromSameOrigin(request.headers)
  const kind = kindOf(request, fields, own || byFetchMetadata)
  onHost(trail, request, fields, place)
  onKind(trail, plan, request, fields, kind)
  if (!isReadable) {
    onAmbiguous(trail, false, decision)
    return trail.steps
  }
  const method = judgedMethod(kind, request.method, fields)
  const text = place.isEmpty ? withPath(request.url, place) : request.url
  const told = context.tenant ?? null
  const judged: Judged = { place, text, start: place.start, method, told }
  onPath(trail, plan, judged)
  const route = routeOf(plan, request.url, place, request.method, method, context)
  if (route === undefined) {
    onAmbiguous(trail, true, decision)
    onRemoved(trail, decision)
    return trail.steps
  }
  const resource = plan.resources[route.resource] ?? null
  onResource(trail, plan, judged, resource)
  onTenant(trail, plan, judged, route)
  const incident = incidentOf(plan, resource, fields, moment, route)
  const asked = kind !== 'not-cors' && kind !== 'same-origin'
  const origin = fields.origins === 1 && !fields.origin.includes(',') ? fields.origin : null
  onIncidents(trail, plan, moment, { resource, tenant: route.tenant, origin, incident, asked })
  const lists = asked ? listsOf(plan, fields.origin) : undefined
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
    byLayer: false,
  }
  if (asked) onAsked(trail, plan, resource, question, decision)
  else {
    onUnasked(trail, resource, question, decision)
    onRemoved(trail, decision)
  }
  onAddress(trail, place.from.host)
  return trail.steps
}

/** `preflight`, `actual`, `websocket`. */
function onAsked(
  trail: Trail,
  plan: Plan,
  resource: ResourcePlan | null,
  question: Question,
  decision: Decision,
): void {
  const { denies } = question.incident
  if (denies !== null) {
    const what =
      denies === 'locked-down' ? 'an incident measure is in force' : 'the lease ended too long ago'
    trail.settle('D17', denies, `${what}, so nothing is granted here`)
    onDenied(trail, plan, resource, question, decision)
    return
  }
  const reason = whyOriginDenied(resource, question)
  onOrigin(trail, resource, question, reason)
  if (reason !== null)
    trail.settle(ruleOfOrigin(reason), reason, `no grant takes such an Origin: \`${reason}\``)
  else if (resource === null) {
    trail.settle('D8', 'resource-unmatched', 'no resource, so nothing is granted')
  } else if (question.route.tenantUnknown) {
    trail.settle('D15', 'tenant-unknown', 'no known tenant, so nothing is granted')
  } else {
    onLists(trail, plan, resource, question)
    const verdict = onGrants(trail, plan, resource, question)
    if (typeof verdict !== 'string') {
      onGranted(trail, plan, verdict, question, decision)
      return
    }
  }
  onDenied(trail, plan, resource, question, decision)
}

function ruleOfOrigin(reason: Reason): 'D3' | 'D6' | 'D10' {
  if (reason === 'origin-multiple') return 'D6'
  return reason === 'origin-null' ? 'D10' : 'D3'
}

/** D28. */
function onAddress(trail: Trail, host: string): void {
  if (addressSpaceOf(hostNameOf(host)) === PUBLIC) return
  trail.skip(
    'D28',
    `${quote(host)} is an address of this machine or its network: a browser asks the user before a page from further away may reach it, a refusal looks like a CORS error, and no header can help (Local Network Access)`,
  )
}
