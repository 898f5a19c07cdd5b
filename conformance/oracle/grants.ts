/**
 * D9 to D16: the grants of a resource, tried in order (ADR 0001, 15).
 *
 * @module
 */
import type { Context, Grant, OriginList, Reason } from '@marque/core'
import { conditionsHold, pathVersionHolds } from './conditions.ts'
import { type EvaluationInput, isOpenToAll } from './evaluation-input.ts'
import { credentialsTaken } from './incidents.ts'
import { requestedMethods } from './kinds.ts'
import { filledLinesOf } from './lines.ts'
import { listHolds } from './origin.ts'
import { methodsFit } from './patterns.ts'
import { requestedHeadersFailure } from './request-headers.ts'

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

export function evaluateGrants(input: EvaluationInput): Verdict {
  let furthest: Reason = input.origin.state === 'valid' ? 'origin-not-granted' : 'origin-null'
  const note = (reason: Reason): void => {
    if (STEPS.indexOf(reason) > STEPS.indexOf(furthest)) furthest = reason
  }
  for (const grant of input.resource?.grants ?? []) {
    const misfit = misfitOf(input, grant)
    if (misfit !== null) {
      note(misfit)
      continue
    }
    const token = tokenFailure(input, grant)
    const refusal =
      webSocketFailure(input, grant) ??
      credentialsFailure(input, grant) ??
      requestedHeadersFailure(input, grant)
    if (refusal !== null) {
      note(refusal)
      return { grant: null, reason: furthest }
    }
    if (token !== null) return { grant: null, reason: token }
    if (
      input.kind !== 'preflight' &&
      !input.ignoreConditions &&
      !conditionsHold(input, grant.when)
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
function misfitOf(input: EvaluationInput, grant: Grant): Reason | null {
  return (
    originMisfit(input, grant) ??
    datesMisfit(input, grant) ??
    methodMisfit(input, grant) ??
    (pathVersionHolds(input, grant.when) ? null : 'condition-unmet')
  )
}

/** D10, D14: which grants take `null` and malformed origins. ADR 0001, 24: `nullReach` needs POST. */
export function takesOddOrigin(
  input: EvaluationInput,
  grant: Grant,
  state: 'null' | 'malformed',
): boolean {
  return grant.any || (state === 'null' && grant.nullReach && input.method === 'POST')
}

function originMisfit(input: EvaluationInput, grant: Grant): Reason | null {
  const { origin } = input
  if (grant.any) return null
  if (origin.state === 'valid')
    return listsWith(input, grant).length > 0 ? null : 'origin-not-granted'
  if (origin.state !== 'null') return 'origin-malformed'
  return takesOddOrigin(input, grant, 'null') ? null : 'origin-null'
}

/** The sets, and the directory of the request's own tenant, that hold the origin, whatever the date. */
export function listsWith(input: EvaluationInput, grant: Grant): readonly OriginList[] {
  const { origin, bundle, tenant } = input
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
function datesMisfit(input: EvaluationInput, grant: Grant): Reason | null {
  const { now } = input.moment
  const isOver = (until: number | null): boolean => until !== null && now >= until
  if (grant.from !== null && now < grant.from) return 'not-yet-valid'
  if (isOver(grant.until)) return 'expired'
  const lists = listsWith(input, grant)
  return lists.length > 0 && lists.every((list) => isOver(list.until)) ? 'expired' : null
}

function methodMisfit(input: EvaluationInput, grant: Grant): Reason | null {
  // D6: several Access-Control-Request-Method lines are denied.
  if (input.kind === 'preflight' && requestedMethods(input.request).length > 1)
    return 'method-not-granted'
  return methodsFit(grant.methods, input.method) ? null : 'method-not-granted'
}

/** D25. */
function webSocketFailure(input: EvaluationInput, grant: Grant): Reason | null {
  return input.kind === 'websocket' && !grant.websocket ? 'websocket-not-granted' : null
}

/** Whether the request carries an Authorization that the grant does not name: `*` does not cover it (D24). */
export function hasUnnamedAuthorization(input: EvaluationInput, grant: Grant): boolean {
  return (
    filledLinesOf(input.request, 'authorization').length > 0 &&
    !grant.requestHeaders.includes('authorization')
  )
}

/** D13. A preflight carries none (Fetch, CORS-preflight fetch, step 1); what it holds instead is not judged. */
function credentialsFailure(input: EvaluationInput, grant: Grant): Reason | null {
  if (input.kind === 'preflight') return null
  // Fetch, credentials: a client certificate is one, as a cookie is.
  const { certificate }: Context & { readonly certificate?: boolean } = input.context
  const hasOwn = filledLinesOf(input.request, 'cookie').length > 0 || certificate === true
  const authorization = filledLinesOf(input.request, 'authorization').length > 0
  // ADR 0001, 32: without credentials there is no WebSocket either.
  const carries = hasOwn || authorization || input.kind === 'websocket'
  if (grant.credentials) return carries ? credentialsTaken(input) : null
  const ownCounts = hasOwn && !isOpenToAll(input.resource)
  return ownCounts || hasUnnamedAuthorization(input, grant) ? 'credentials-not-granted' : null
}

/** D16; ADR 0001, 23. */
function tokenFailure(input: EvaluationInput, grant: Grant): Reason | null {
  if (!grant.token || input.kind === 'preflight') return null
  const { token } = input.context
  if (token === undefined) return 'token-required'
  const holds =
    token !== 'invalid' &&
    input.origin.state === 'valid' &&
    token.origin === input.origin.text &&
    token.tenant === input.tenant &&
    token.resource === input.resource?.name &&
    input.moment.now < token.until &&
    !(input.moment.revokedTokens ?? []).includes(token.id)
  return holds ? null : 'token-invalid'
}
