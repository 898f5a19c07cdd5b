/**
 * The decision as docs/rules.md defines it, step by step: slow, literal, and independent of the engine.
 *
 * @module
 */
import type {
  Bundle,
  Context,
  Decision,
  Grant,
  HeaderLine,
  Moment,
  Reason,
  RequestFacts,
} from '@marque/core'
import {
  actualHeaders,
  deniedPreflightHeaders,
  openHeaders,
  preflightHeaders,
  removedNames,
  resourcePolicy,
  varyNames,
} from './answers.ts'
import { type EvaluationInput, isOpenToAll, readInput } from './evaluation-input.ts'
import { evaluateGrants, takesOddOrigin } from './grants.ts'
import { deniedByLockdown, isStale } from './incidents.ts'
import { secFetch, secFetchIs } from './kinds.ts'

/** The model's `decide`. */
export function oracleDecide(
  bundle: Bundle,
  request: RequestFacts,
  context: Context,
  moment: Moment,
): Decision {
  return onlyTakingAway(bundle, request, context, moment, false)
}

/** The model's `layerHeaders` (D21): conditions are ignored, and nothing is stored. */
export function oracleLayerHeaders(
  bundle: Bundle,
  request: RequestFacts,
  context: Context,
  moment: Moment,
): Decision {
  const decision = onlyTakingAway(bundle, request, context, moment, true)
  const others = decision.headers.filter(([name]) => name !== 'cache-control')
  // D30: a preflight that the layer refuses by itself gets Vary and no CORS headers.
  const kept =
    decision.kind === 'preflight'
      ? others.filter(([name]) => !name.startsWith('access-control-'))
      : others
  return { ...decision, headers: [...kept, ['cache-control', 'no-store']] }
}

/**
 * Lockdowns and leases, *Reading* (34): what an incident or `context.tenant` decides goes on and is read only where the decision without
 * them goes on and is read too. Everything else is that of the decision with them.
 */
function onlyTakingAway(
  bundle: Bundle,
  request: RequestFacts,
  context: Context,
  moment: Moment,
  ignoreConditions: boolean,
): Decision {
  const { tenant: _, ...calmContext } = context
  const { lockdowns: _lockdowns, leaseUntil: _lease, ...calmMoment } = moment
  const input = readInput(bundle, request, context, moment, ignoreConditions)
  const decided = evaluate(input)
  const calm = evaluate(readInput(bundle, request, calmContext, calmMoment, ignoreConditions))
  const isRefused = (one: Decision): boolean => one.status === 400 || one.status === 403
  if (isRefused(calm) && !isRefused(decided)) {
    return refuse(input, decided.reason, calm.status === 400 ? 400 : 403)
  }
  return { ...decided, reach: decided.reach && calm.reach, read: decided.read && calm.read }
}

/** The reasons in their order: the first that applies. */
function evaluate(input: EvaluationInput): Decision {
  if (input.target === 'unreadable') return refuse(input, 'path-ambiguous', 400)
  if (input.target === 'ambiguous') return ambiguous(input)
  if (isCrossSiteBlocked(input)) return refuse(input, 'cross-site-blocked', 403)
  if (input.kind === 'same-origin' || input.kind === 'not-cors') {
    return decision(input, {
      reach: true,
      read: input.kind === 'same-origin',
      reason: input.kind,
      headers: openHeaders(input),
    })
  }
  const denial = denialBeforeGrants(input)
  if (denial !== null) return deny(input, denial)
  const verdict = evaluateGrants(input)
  if (verdict.grant === null) return deny(input, verdict.reason)
  return grant(input, verdict.grant, verdict.reason)
}

/** D23. */
function ambiguous(input: EvaluationInput): Decision {
  const isForeign = input.kind !== 'same-origin' && input.kind !== 'not-cors'
  if (isForeign || isFromAnotherOrigin(input)) return refuse(input, 'path-ambiguous', 400)
  return decision(input, { reach: true, read: false, reason: 'path-ambiguous' })
}

function isFromAnotherOrigin(input: EvaluationInput): boolean {
  return secFetch(input.request, 'site').some(
    (site) => site === 'cross-site' || site === 'same-site',
  )
}

/** D26. */
function isCrossSiteBlocked(input: EvaluationInput): boolean {
  if (!input.resource?.isolate || input.kind !== 'not-cors' || !isFromAnotherOrigin(input))
    return false
  const navigates =
    input.method === 'GET' &&
    secFetchIs(input.request, 'mode', 'navigate') &&
    secFetchIs(input.request, 'dest', 'document')
  return !navigates
}

function denialBeforeGrants(input: EvaluationInput): Reason | null {
  const { resource, origin } = input
  if (deniedByLockdown(input)) return 'locked-down'
  if (resource?.sensitivity === 'restricted' && isStale(input)) return 'policy-stale'
  // ADR 0001, 16: a preflight with several origins is denied everywhere.
  if (origin.state === 'multiple' && (input.kind === 'preflight' || !isOpenToAll(resource))) {
    return 'origin-multiple'
  }
  if (origin.state === 'null' || origin.state === 'malformed') {
    const { state } = origin
    if (!resource?.grants.some((one) => takesOddOrigin(input, one, state))) return `origin-${state}`
  }
  if (resource === null) return 'resource-unmatched'
  return input.tenantUnknown ? 'tenant-unknown' : null
}

function grant(
  input: EvaluationInput,
  granted: Grant,
  reason: 'granted' | 'granted-any' | 'reach-only',
): Decision {
  if (reason === 'reach-only') {
    if (input.kind === 'preflight') return deny(input, reason)
    return decision(input, { reach: true, read: false, reason, grant: granted })
  }
  if (input.kind === 'preflight') {
    const headers = preflightHeaders(input, granted)
    return decision(input, {
      reach: false,
      read: true,
      reason,
      status: 204,
      grant: granted,
      headers,
    })
  }
  // D25: no browser checks the answer to a WebSocket.
  const headers = input.kind === 'websocket' ? [] : actualHeaders(input, granted)
  return decision(input, { reach: true, read: true, reason, grant: granted, headers })
}

/** D17, D19, D25. */
function deny(input: EvaluationInput, reason: Reason): Decision {
  const enforce = input.resource === null ? input.bundle.unmatched : input.resource.enforce
  const needsPreflight = !['GET', 'HEAD', 'POST', 'OPTIONS'].includes(input.method)
  const isTokenFailure = reason === 'token-required' || reason === 'token-invalid'
  if (input.kind !== 'actual' || enforce === 'block' || needsPreflight || isTokenFailure) {
    return refuse(input, reason, 403)
  }
  return decision(input, { reach: true, read: false, reason })
}

function refuse(input: EvaluationInput, reason: Reason, status: 400 | 403): Decision {
  const headers = input.kind === 'preflight' ? deniedPreflightHeaders() : []
  return decision(input, { reach: false, read: false, reason, status, headers })
}

interface Outcome {
  readonly reach: boolean
  readonly read: boolean
  readonly reason: Reason
  readonly status?: 204 | 400 | 403
  readonly grant?: Grant
  readonly headers?: readonly HeaderLine[]
}

function decision(input: EvaluationInput, outcome: Outcome): Decision {
  const { resource } = input
  const own = resource?.grants.filter((one) => one.exception === null) ?? []
  const place = outcome.grant === undefined ? -1 : own.indexOf(outcome.grant)
  return {
    kind: input.kind,
    reach: outcome.reach,
    read: outcome.read,
    reason: outcome.reason,
    status: outcome.status ?? null,
    resource: resource?.name ?? null,
    // ADR 0001, 19: counted without exceptions.
    grant: place < 0 ? null : place,
    exception: outcome.grant?.exception ?? null,
    tenant: input.tenant,
    headers: [...(outcome.headers ?? []), ...resourcePolicy(input)],
    vary: varyNames(input),
    removes: removedNames(input),
    detail: `${input.kind}: ${outcome.reason}`,
  }
}
