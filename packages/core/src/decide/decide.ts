/**
 * The decision for one request, from its kind to the headers of its response (docs/rules.md).
 *
 * @module
 */
import type { Decision } from '../decision.ts'
import { isCorsHeader, isFromOtherOrigin, isFromSameOrigin, readFields } from '../headers/index.ts'
import {
  type Engine,
  NO_STORE,
  type PreparedGrant,
  type PreparedPolicy,
} from '../prepared/index.ts'
import { detailFor, type Reason } from '../reasons.ts'
import type { Context, HeaderLine, Moment, RequestFacts } from '../request.ts'
import { decideExempt } from './exempt.ts'
import { originDenial, selectGrant } from './grants.ts'
import { hasNoIncident } from './incidents.ts'
import {
  DENIED_PREFLIGHT,
  denial,
  denied,
  grantedActual,
  grantedPreflight,
  isSentWithoutPreflight,
  NOTHING,
  VARY_ORIGIN,
} from './outcome.ts'
import {
  type AmbiguousRequest,
  type EvaluationInput,
  effectiveMethod,
  isCrossOrigin,
  kindOf,
  resolve,
} from './resolve.ts'

/**
 * Decides one request.
 *
 * Pure and total: it never throws, whatever the request holds, and the same arguments give the same decision. Its reason is any but `no-policy` and
 * `rate-limited`, which layers give themselves. Parts of the decision are shared and frozen.
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
  return decideRequest(engine, request, context, moment, false)
}

/**
 * The decision whose headers a response of the layer itself carries: 401, 403 of an authorization, 413, 429, 502 to 504 (D21).
 *
 * Conditions are not checked, `Retry-After` and `WWW-Authenticate` are exposed, and the response is not stored. `status` is that of the CORS decision;
 * the layer keeps its own.
 */
export function layerHeaders(
  engine: Engine,
  request: RequestFacts,
  context: Context,
  moment: Moment,
): Decision {
  const decision = decideRequest(engine, request, context, moment, true)
  const headers = decision.headers.filter(
    (line) => line !== NO_STORE && !isWithheld(decision, line),
  )
  return { ...decision, headers: [...headers, NO_STORE] }
}

/** D30: a preflight that the layer refuses by itself gets Vary and no CORS headers. */
function isWithheld({ kind }: Decision, [name]: HeaderLine): boolean {
  return kind === 'preflight' && isCorsHeader(name)
}

function decideRequest(
  engine: Engine,
  request: RequestFacts,
  context: Context,
  moment: Moment,
  byLayer: boolean,
): Decision {
  const policy = engine as PreparedPolicy
  const input = resolve(policy, request, context, moment, byLayer)
  if (input.route === null) return decideAmbiguous(input, policy.details['path-ambiguous'])
  if (!isCrossOrigin(input.kind)) return decideExempt(input)
  const decision = decideCrossOrigin(input)
  return decision.reach && !decision.read && isReduced(input)
    ? neverMore(decision, input, byLayer)
    : decision
}

/** Whether an incident or the layer's tenant may have taken something away. */
function isReduced({ moment, context, route }: EvaluationInput): boolean {
  return !hasNoIncident(moment) || (route.tenantUnknown && typeof context.tenant === 'string')
}

/**
 * A denied request goes on only where it goes on without incident and without the tenant that the layer knows of: neither allows more (D15,
 * incidents, 34). A later reason, such as a missing token (D16), could refuse it otherwise.
 */
function neverMore(
  decision: Decision,
  { policy, request, context, moment }: EvaluationInput,
  byLayer: boolean,
): Decision {
  const { now, revokedTokens } = moment
  const calm: Moment = revokedTokens === undefined ? { now } : { now, revokedTokens }
  const without = decideRequest(policy, request, { ...context, tenant: null }, calm, byLayer)
  return without.reach ? decision : { ...decision, reach: false, status: without.status }
}

/** D2, D23. */
function decideAmbiguous({ kind, request, ambiguous }: AmbiguousRequest, detail: string): Decision {
  const isRefused =
    ambiguous === 'host' || isCrossOrigin(kind) || isFromOtherOrigin(request.headers)
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

/**
 * Decides without a policy (`no-policy`). `self` is unknown too, so only the browser itself (`Sec-Fetch-Site: same-origin`) identifies the page's own origin.
 *
 * Preflights and WebSockets are refused, and so are methods that a browser sends across origins only after a preflight (D17). Other requests reach the
 * application, and no script of another origin reads the response. A layer whose resources hold secrets must report itself as not ready until it has a policy.
 */
export function withoutPolicy(request: RequestFacts): Decision {
  const fields = readFields(request.headers)
  const own = fields.origins === 1 && isFromSameOrigin(request.headers)
  const kind = kindOf(request, fields, own)
  const reach =
    !isCrossOrigin(kind) ||
    (kind === 'actual' && isSentWithoutPreflight(effectiveMethod(kind, request.method, fields)))
  return {
    kind,
    reach,
    read: kind === 'same-origin',
    reason: 'no-policy',
    status: reach ? null : 403,
    resource: null,
    grant: null,
    exception: null,
    tenant: null,
    headers: kind === 'preflight' ? DENIED_PREFLIGHT : [],
    vary: kind === 'same-origin' ? ['Origin', 'Sec-Fetch-Site'] : ['Origin'],
    removes: [],
    detail: detailFor('no-policy', null),
  }
}
