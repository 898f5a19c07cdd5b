/**
 * The second half of a decision: from a matched request to the headers of its response (D9 to D28).
 *
 * @module
 */
import type { Decision } from '../decision.ts'
import type { PreparedGrant, PreparedPolicy, PreparedResource } from '../prepared/index.ts'
import type { Reason } from '../reasons.ts'
import { type Front, isCrossOrigin } from './front.ts'
import { originDenial, selectGrant } from './grants.ts'
import { isWithheldFromSome } from './incidents.ts'
import { type EvaluationInput, evaluationInputOf, type JudgeInput } from './judge-input.ts'
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
} from './outcome.ts'

/** What {@link judge} reads of a {@link Front}; the method is in {@link JudgeInput}. */
export type JudgedFront = Pick<Front, 'kind' | 'byFetchMetadata' | 'where'>

/**
 * Decides a request that has been matched against the policy. It reads nothing of the request but `request`, whose properties are read only where the decision
 * depends on them.
 *
 * @param byLayer The layer makes the response itself (D21).
 */
export function judge(
  policy: PreparedPolicy,
  front: JudgedFront,
  request: JudgeInput,
  byLayer: boolean,
): Decision {
  const { kind, where } = front
  if (typeof where === 'string') {
    return decideAmbiguous(front, request, policy.details['path-ambiguous'])
  }
  const input = evaluationInputOf(policy, front, where, request, byLayer)
  return isCrossOrigin(kind) ? decideCrossOrigin(input) : decideExempt(input)
}

/** D2, D23. */
function decideAmbiguous(
  { kind, where }: JudgedFront,
  request: JudgeInput,
  detail: string,
): Decision {
  const isRefused = where === 'unreadable' || isCrossOrigin(kind) || request.site !== 'same'
  return denial(null, kind, 'path-ambiguous', null, detail, {
    reach: !isRefused,
    status: isRefused ? 400 : null,
    vary: VARY_ORIGIN,
    headers: kind === 'preflight' ? DENIED_PREFLIGHT : NOTHING,
  })
}

/** `preflight`, `actual`, `websocket`. */
function decideCrossOrigin(input: EvaluationInput): Decision {
  const verdict = evaluate(input)
  if (typeof verdict === 'string' || input.resource === null) {
    return denied(input, typeof verdict === 'string' ? verdict : 'resource-unmatched')
  }
  if (input.kind !== 'preflight') return grantedActual(input.resource, verdict, input)
  return verdict.grant.read
    ? grantedPreflight(input.resource, verdict, input)
    : denied(input, 'reach-only') // D14 forbids the headers that would grant it
}

/** The grant that decides a cross-origin request, or the first reason that applies. */
export function evaluate(input: EvaluationInput): PreparedGrant | Reason {
  const reason = input.incident.denies ?? originDenial(input)
  if (reason !== null) return reason
  if (input.resource === null) return 'resource-unmatched'
  if (input.route.tenantUnknown) return 'tenant-unknown'
  return selectGrant(input.resource, input)
}

/** `not-cors` and `same-origin`: no grant is needed, and only isolation stops such a request (D17, D26). */
function decideExempt(input: EvaluationInput): Decision {
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
