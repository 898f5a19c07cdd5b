/**
 * The decision for one request, from its kind to the headers of its response (docs/rules.md).
 *
 * @module
 */
import type { Decision } from '../decision.ts'
import { isCorsHeader, isFromSameOrigin, readFields } from '../headers/index.ts'
import { type Engine, NO_STORE, type PreparedPolicy } from '../prepared/index.ts'
import { detailFor } from '../reasons.ts'
import type { Context, HeaderLine, Moment, RequestFacts } from '../request.ts'
import { effectiveMethod, type Front, frontOf, isCrossOrigin, kindOf } from './front.ts'
import { hasNoIncident } from './incidents.ts'
import { judge } from './judge.ts'
import { RequestInput } from './judge-input.ts'
import { DENIED_PREFLIGHT, isSentWithoutPreflight } from './outcome.ts'

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
  const fields = readFields(request.headers)
  const front = frontOf(policy, request, fields, context)
  const input = new RequestInput(policy, request, fields, front.method, context, moment)
  const decision = judge(policy, front, input, byLayer)
  const isDeniedYetGoesOn = decision.reach && !decision.read && isCrossOrigin(front.kind)
  if (!isDeniedYetGoesOn || !isReduced(front, context, moment)) return decision
  const without = decideRequest(
    engine,
    request,
    { ...context, tenant: null },
    calm(moment),
    byLayer,
  )
  return without.reach ? decision : { ...decision, reach: false, status: without.status }
}

/**
 * Whether an incident or the layer's tenant may have taken something away. A denied request then goes on only where it goes on without them: neither allows
 * more (D15, incidents, 34). A later reason, such as a missing token (D16), could refuse it otherwise.
 */
function isReduced({ where }: Front, { tenant }: Context, moment: Moment): boolean {
  if (!hasNoIncident(moment)) return true
  return typeof where !== 'string' && where.tenantUnknown && typeof tenant === 'string'
}

function calm({ now, revokedTokens }: Moment): Moment {
  return revokedTokens === undefined ? { now } : { now, revokedTokens }
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

/**
 * Whether a request that is decided like this needs a login: its resource has `authentication: required`. An ambiguous path has no resource, but an application
 * could read it as one that requires a login: then one is required if any resource of the policy requires one.
 */
export function needsLogin(engine: Engine, { resource, reason }: Decision): boolean {
  const login = loginOf(engine)
  if (resource !== null) return login.has(resource)
  return reason === 'path-ambiguous' && login.size > 0
}

/**
 * Whether a request would be forwarded that needs a login, of which the context has none: layers that authenticate answer 401.
 *
 * The middleware does not enforce `authentication`: the application does.
 */
export function lacksLogin(engine: Engine, decision: Decision, context: Context): boolean {
  const { authenticatedAt, roles, scopes, claims } = context
  const isLoggedIn = [authenticatedAt, roles, scopes, claims].some((value) => value !== undefined)
  const isForwarded = decision.reach && decision.kind !== 'preflight'
  return isForwarded && !isLoggedIn && needsLogin(engine, decision)
}

const LOGIN = new WeakMap<Engine, ReadonlySet<string>>()

/** Names of the resources that require a login. */
function loginOf(engine: Engine): ReadonlySet<string> {
  const known = LOGIN.get(engine)
  if (known !== undefined) return known
  const required = engine.bundle.resources.filter(
    ({ authentication }) => authentication === 'required',
  )
  const login = new Set(required.map(({ name }) => name))
  LOGIN.set(engine, login)
  return login
}
