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
import { judgeGrants, takesOddOrigin } from './grants.ts'
import { deniedByLockdown, isStale } from './incidents.ts'
import { secFetch, secFetchIs } from './kinds.ts'
import { ask, isOpenToAll, type Question } from './question.ts'

/** The model's `decide`. */
export function oracleDecide(
  bundle: Bundle,
  request: RequestFacts,
  context: Context,
  moment: Moment,
): Decision {
  return judge(ask(bundle, request, context, moment, false))
}

/** The model's `layerHeaders` (D21): conditions are ignored, and nothing is stored. */
export function oracleLayerHeaders(
  bundle: Bundle,
  request: RequestFacts,
  context: Context,
  moment: Moment,
): Decision {
  const decision = judge(ask(bundle, request, context, moment, true))
  const others = decision.headers.filter(([name]) => name !== 'cache-control')
  // D30: a preflight that the layer refuses by itself gets Vary and no CORS headers.
  const kept =
    decision.kind === 'preflight'
      ? others.filter(([name]) => !name.startsWith('access-control-'))
      : others
  return { ...decision, headers: [...kept, ['cache-control', 'no-store']] }
}

/** The reasons in their order: the first that applies. */
function judge(question: Question): Decision {
  if (question.target === 'unreadable') return refuse(question, 'path-ambiguous', 400)
  if (question.target === 'ambiguous') return ambiguous(question)
  if (isCrossSiteBlocked(question)) return refuse(question, 'cross-site-blocked', 403)
  if (question.kind === 'same-origin' || question.kind === 'not-cors') {
    return decision(question, {
      reach: true,
      read: question.kind === 'same-origin',
      reason: question.kind,
      headers: openHeaders(question),
    })
  }
  const denial = denialBeforeGrants(question)
  if (denial !== null) return deny(question, denial)
  const verdict = judgeGrants(question)
  if (verdict.grant === null) return deny(question, verdict.reason)
  return grant(question, verdict.grant, verdict.reason)
}

/** D23. */
function ambiguous(question: Question): Decision {
  const isForeign = question.kind !== 'same-origin' && question.kind !== 'not-cors'
  if (isForeign || isFromAnotherOrigin(question)) return refuse(question, 'path-ambiguous', 400)
  return decision(question, { reach: true, read: false, reason: 'path-ambiguous' })
}

function isFromAnotherOrigin(question: Question): boolean {
  return secFetch(question.request, 'site').some(
    (site) => site === 'cross-site' || site === 'same-site',
  )
}

/** D26. */
function isCrossSiteBlocked(question: Question): boolean {
  if (!question.resource?.isolate || question.kind !== 'not-cors' || !isFromAnotherOrigin(question))
    return false
  const navigates =
    question.method === 'GET' &&
    secFetchIs(question.request, 'mode', 'navigate') &&
    secFetchIs(question.request, 'dest', 'document')
  return !navigates
}

function denialBeforeGrants(question: Question): Reason | null {
  const { resource, origin } = question
  if (deniedByLockdown(question)) return 'locked-down'
  if (resource?.sensitivity === 'restricted' && isStale(question)) return 'policy-stale'
  // ADR 0001, 16: a preflight with several origins is denied everywhere.
  if (origin.state === 'multiple' && (question.kind === 'preflight' || !isOpenToAll(resource))) {
    return 'origin-multiple'
  }
  if (origin.state === 'null' || origin.state === 'malformed') {
    const { state } = origin
    if (!resource?.grants.some((one) => takesOddOrigin(question, one, state)))
      return `origin-${state}`
  }
  if (resource === null) return 'resource-unmatched'
  return question.tenantUnknown ? 'tenant-unknown' : null
}

function grant(
  question: Question,
  granted: Grant,
  reason: 'granted' | 'granted-any' | 'reach-only',
): Decision {
  if (reason === 'reach-only') {
    if (question.kind === 'preflight') return deny(question, reason)
    return decision(question, { reach: true, read: false, reason, grant: granted })
  }
  if (question.kind === 'preflight') {
    const headers = preflightHeaders(question, granted)
    return decision(question, {
      reach: false,
      read: true,
      reason,
      status: 204,
      grant: granted,
      headers,
    })
  }
  // D25: no browser checks the answer to a WebSocket.
  const headers = question.kind === 'websocket' ? [] : actualHeaders(question, granted)
  return decision(question, { reach: true, read: true, reason, grant: granted, headers })
}

/** D17, D19, D25. */
function deny(question: Question, reason: Reason): Decision {
  const enforce = question.resource === null ? question.bundle.unmatched : question.resource.enforce
  const needsPreflight = !['GET', 'HEAD', 'POST', 'OPTIONS'].includes(question.method)
  const isTokenFailure = reason === 'token-required' || reason === 'token-invalid'
  if (question.kind !== 'actual' || enforce === 'block' || needsPreflight || isTokenFailure) {
    return refuse(question, reason, 403)
  }
  return decision(question, { reach: true, read: false, reason })
}

function refuse(question: Question, reason: Reason, status: 400 | 403): Decision {
  const headers = question.kind === 'preflight' ? deniedPreflightHeaders() : []
  return decision(question, { reach: false, read: false, reason, status, headers })
}

interface Outcome {
  readonly reach: boolean
  readonly read: boolean
  readonly reason: Reason
  readonly status?: 204 | 400 | 403
  readonly grant?: Grant
  readonly headers?: readonly HeaderLine[]
}

function decision(question: Question, outcome: Outcome): Decision {
  const { resource } = question
  const own = resource?.grants.filter((one) => one.exception === null) ?? []
  const place = outcome.grant === undefined ? -1 : own.indexOf(outcome.grant)
  return {
    kind: question.kind,
    reach: outcome.reach,
    read: outcome.read,
    reason: outcome.reason,
    status: outcome.status ?? null,
    resource: resource?.name ?? null,
    // ADR 0001, 19: counted without exceptions.
    grant: place < 0 ? null : place,
    exception: outcome.grant?.exception ?? null,
    tenant: question.tenant,
    headers: [...(outcome.headers ?? []), ...resourcePolicy(question)],
    vary: varyNames(question),
    removes: removedNames(question),
    detail: `${question.kind}: ${outcome.reason}`,
  }
}
