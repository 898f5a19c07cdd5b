/**
 * `not-cors` and `same-origin`: nobody asks whether script may read. Only isolation stops such a request (D17, D26).
 *
 * @module
 */
import { isDocumentNavigation, isFromOtherOrigin } from '../headers/fetch-metadata.ts'
import { actualHeaders, denial, NOTHING, openGrant, varyOf } from './answers.ts'
import type { Decision } from './decision.ts'
import { isWithheldFromSome } from './incidents.ts'
import type { Plan, ResourcePlan } from './plan.ts'
import type { Question } from './question.ts'

/** @param byFetchMetadata The request became `same-origin` by Sec-Fetch-Site, which then joins Vary. */
export function decideUnasked(
  plan: Plan,
  resource: ResourcePlan | null,
  question: Question,
  byFetchMetadata: boolean,
): Decision {
  const { incident, moment, route } = question
  const isSameOrigin = question.kind === 'same-origin'
  const kind = isSameOrigin ? 'same-origin' : 'not-cors'
  const grant =
    resource?.open === true && !isWithheldFromSome(moment, resource, route.tenant)
      ? openGrant(resource, question)
      : null
  const vary = varyOf(resource, grant !== null && !incident.lockdown)
  if (resource !== null && !isSameOrigin && isCrossSiteBlocked(resource, question)) {
    const answer = { reach: false, status: 403, vary, headers: resource.base } as const
    return denial(plan, resource, kind, 'cross-site-blocked', route.tenant, answer)
  }
  const joins = byFetchMetadata && !vary.includes('Sec-Fetch-Site')
  return {
    kind,
    reach: true,
    read: isSameOrigin,
    reason: kind,
    status: null,
    resource: resource?.name ?? null,
    grant: null,
    exception: null,
    tenant: route.tenant,
    headers: grant
      ? actualHeaders(grant, '*', question.byLayer, incident)
      : (resource?.base ?? NOTHING),
    vary: joins ? [...vary, 'Sec-Fetch-Site'] : vary,
    removes: resource?.removes ?? NOTHING,
    detail: (resource ?? plan).sentences[kind],
  }
}

/** D26: another site sent it, and it is no navigation. Clients that send no fetch metadata pass. */
export function isCrossSiteBlocked(
  { resource }: ResourcePlan,
  { method, request }: Question,
): boolean {
  if (!resource.isolate || !isFromOtherOrigin(request.headers)) return false
  return !(method === 'GET' && isDocumentNavigation(request.headers))
}
