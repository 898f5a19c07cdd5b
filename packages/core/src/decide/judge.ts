/**
 * The second half of a decision: from a matched request to the headers of its response (D9 to D28).
 *
 * @module
 */
import type { Decision } from '../decision.ts'
import type { PreparedGrant, PreparedPolicy } from '../prepared/index.ts'
import type { Reason } from '../reasons.ts'
import { type EvaluationInput, evaluationInputOf } from './evaluation-input.ts'
import { decideExempt } from './exempt.ts'
import { type Front, isCrossOrigin } from './front.ts'
import { originDenial, selectGrant } from './grants.ts'
import type { JudgeInput } from './judge-input.ts'
import {
  DENIED_PREFLIGHT,
  denial,
  denied,
  grantedActual,
  grantedPreflight,
  NOTHING,
  VARY_ORIGIN,
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
