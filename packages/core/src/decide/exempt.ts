/**
 * `not-cors` and `same-origin`: no grant is needed, and only isolation stops such a request (D17, D26).
 *
 * @module
 */
import type { Decision } from '../decision.ts'
import type { PreparedResource } from '../prepared/index.ts'
import type { EvaluationInput } from './evaluation-input.ts'
import { isWithheldFromSome } from './incidents.ts'
import { actualHeaders, denial, NOTHING, openGrant, varyOf } from './outcome.ts'

/** Decides a request that is not cross-origin. */
export function decideExempt(input: EvaluationInput): Decision {
  const { policy, incident, request, resource, route } = input
  const isSameOrigin = input.kind === 'same-origin'
  const kind = isSameOrigin ? 'same-origin' : 'not-cors'
  const grant =
    resource?.open === true && !isWithheldFromSome(request.incidents, resource, route.tenant)
      ? openGrant(resource, input)
      : null
  const vary = varyOf(resource, grant !== null && !incident.lockdown)
  if (resource !== null && !isSameOrigin && isCrossSiteBlocked(resource, input)) {
    const reason = 'cross-site-blocked'
    const response = { reach: false, status: 403, vary, headers: resource.base } as const
    return denial(resource, kind, reason, route.tenant, resource.details[reason], response)
  }
  const addsSite = input.byFetchMetadata && !vary.includes('Sec-Fetch-Site')
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
      ? actualHeaders(grant, '*', input.byLayer, incident)
      : (resource?.base ?? NOTHING),
    vary: addsSite ? [...vary, 'Sec-Fetch-Site'] : vary,
    removes: resource?.removes ?? NOTHING,
    detail: (resource ?? policy).details[kind],
  }
}

/** D26: sent by another site, and not a navigation. Clients that send no fetch metadata pass. */
export function isCrossSiteBlocked(
  { resource }: PreparedResource,
  { request }: EvaluationInput,
): boolean {
  if (!resource.isolate || request.site === 'same') return false
  return !(request.site === 'navigation' && request.method === 'GET')
}
