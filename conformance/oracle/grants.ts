/**
 * D9 to D16: the grants of a resource, tried in order (ADR 0001, 15).
 *
 * @module
 */
import type { Grant, OriginList, Reason } from '@marque/core'
import { conditionsHold, pathVersionHolds } from './conditions.ts'
import { credentialsTaken } from './incidents.ts'
import { requestedMethods } from './kinds.ts'
import { filledLinesOf } from './lines.ts'
import { listHolds } from './origin.ts'
import { isOpenToAll, type Question } from './question.ts'
import { requestedHeadersFailure } from './request-headers.ts'
import { methodsFit } from './resources.ts'

export type Verdict =
  | { readonly grant: Grant; readonly reason: 'granted' | 'granted-any' | 'reach-only' }
  | { readonly grant: null; readonly reason: Reason }

/** The steps of one grant, in order. The reason of the grant that got furthest is given. */
const STEPS: readonly Reason[] = [
  'origin-null',
  'origin-malformed',
  'origin-not-granted',
  'not-yet-valid',
  'expired',
  'method-not-granted',
  'websocket-not-granted',
  'locked-down',
  'policy-stale',
  'credentials-not-granted',
  'request-headers-too-long',
  'headers-not-granted',
  'token-required',
  'token-invalid',
  'condition-unmet',
]

export function judgeGrants(question: Question): Verdict {
  let furthest: Reason = question.origin.state === 'valid' ? 'origin-not-granted' : 'origin-null'
  const note = (reason: Reason): void => {
    if (STEPS.indexOf(reason) > STEPS.indexOf(furthest)) furthest = reason
  }
  for (const grant of question.resource?.grants ?? []) {
    const misfit = misfitOf(question, grant)
    if (misfit !== null) {
      note(misfit)
      continue
    }
    const token = tokenFailure(question, grant)
    const refusal =
      webSocketFailure(question, grant) ??
      credentialsFailure(question, grant) ??
      requestedHeadersFailure(question, grant)
    if (refusal !== null) {
      note(refusal)
      return { grant: null, reason: furthest }
    }
    if (token !== null) return { grant: null, reason: token }
    if (
      question.kind !== 'preflight' &&
      !question.ignoreConditions &&
      !conditionsHold(question, grant.when)
    ) {
      note('condition-unmet')
      continue
    }
    // D14; ADR 0001, 24: a preflight is never granted by a grant that script may not read.
    if (!grant.read) return { grant, reason: 'reach-only' }
    return { grant, reason: grant.any ? 'granted-any' : 'granted' }
  }
  return { grant: null, reason: furthest }
}

/** D9: origin, dates, method, and the API version that the path tells. */
function misfitOf(question: Question, grant: Grant): Reason | null {
  return (
    originMisfit(question, grant) ??
    datesMisfit(question, grant) ??
    methodMisfit(question, grant) ??
    (pathVersionHolds(question, grant.when) ? null : 'condition-unmet')
  )
}

/** D10, D14: which grants take `null` and malformed origins. ADR 0001, 24: `nullReach` needs POST. */
export function takesOddOrigin(
  question: Question,
  grant: Grant,
  state: 'null' | 'malformed',
): boolean {
  return grant.any || (state === 'null' && grant.nullReach && question.method === 'POST')
}

function originMisfit(question: Question, grant: Grant): Reason | null {
  const { origin } = question
  if (grant.any) return null
  if (origin.state === 'valid')
    return listsWith(question, grant).length > 0 ? null : 'origin-not-granted'
  if (origin.state !== 'null') return 'origin-malformed'
  return takesOddOrigin(question, grant, 'null') ? null : 'origin-null'
}

/** The sets, and the directory of the request's own tenant, that hold the origin, whatever the date. */
export function listsWith(question: Question, grant: Grant): readonly OriginList[] {
  const { origin, bundle, tenant } = question
  if (origin.state !== 'valid') return []
  const lists = grant.sets.map((name) =>
    Object.hasOwn(bundle.sets, name) ? bundle.sets[name] : undefined,
  )
  if (grant.tenant && tenant !== null && Object.hasOwn(bundle.tenants, tenant))
    lists.push(bundle.tenants[tenant])
  return lists
    .filter((list) => list !== undefined)
    .filter((list) => listHolds(list, origin.text, origin.origin))
}

/** D12: `from <= now < until`. */
function datesMisfit(question: Question, grant: Grant): Reason | null {
  const { now } = question.moment
  const isOver = (until: number | null): boolean => until !== null && now >= until
  if (grant.from !== null && now < grant.from) return 'not-yet-valid'
  if (isOver(grant.until)) return 'expired'
  const lists = listsWith(question, grant)
  return lists.length > 0 && lists.every((list) => isOver(list.until)) ? 'expired' : null
}

function methodMisfit(question: Question, grant: Grant): Reason | null {
  // D6: several Access-Control-Request-Method lines are denied.
  if (question.kind === 'preflight' && requestedMethods(question.request).length > 1)
    return 'method-not-granted'
  return methodsFit(grant.methods, question.method) ? null : 'method-not-granted'
}

/** D25. */
function webSocketFailure(question: Question, grant: Grant): Reason | null {
  return question.kind === 'websocket' && !grant.websocket ? 'websocket-not-granted' : null
}

/** Whether the request carries an Authorization that the grant does not name: `*` does not cover it (D24). */
export function hasUnnamedAuthorization(question: Question, grant: Grant): boolean {
  return (
    filledLinesOf(question.request, 'authorization').length > 0 &&
    !grant.requestHeaders.includes('authorization')
  )
}

/** D13. A preflight carries none (Fetch, CORS-preflight fetch, step 1); what it holds instead is not judged. */
function credentialsFailure(question: Question, grant: Grant): Reason | null {
  if (question.kind === 'preflight') return null
  const cookie = filledLinesOf(question.request, 'cookie').length > 0
  const authorization = filledLinesOf(question.request, 'authorization').length > 0
  // ADR 0001, 32: without credentials there is no WebSocket either.
  const carries = cookie || authorization || question.kind === 'websocket'
  if (grant.credentials) return carries ? credentialsTaken(question) : null
  const cookieCounts = cookie && !isOpenToAll(question.resource)
  return cookieCounts || hasUnnamedAuthorization(question, grant) ? 'credentials-not-granted' : null
}

/** D16; ADR 0001, 23. */
function tokenFailure(question: Question, grant: Grant): Reason | null {
  if (!grant.token || question.kind === 'preflight') return null
  const { token } = question.context
  if (token === undefined) return 'token-required'
  const holds =
    token !== 'invalid' &&
    question.origin.state === 'valid' &&
    token.origin === question.origin.text &&
    token.tenant === question.tenant &&
    token.resource === question.resource?.name &&
    question.moment.now < token.until &&
    !(question.moment.revokedTokens ?? []).includes(token.id)
  return holds ? null : 'token-invalid'
}
