/**
 * The answer to a request that is no preflight beside the decision (D17, D20 to D23, D25).
 *
 * @module
 */
import { type Decision, isSafelistedResponseHeader, type Resource } from '@marque/core'
import { type AnswerFields, allowedOrigin, linesOf, namesIn } from './answer-fields.ts'
import { type ComparisonInput, type Differences, Found } from './comparison-input.ts'
import { allowsOrigin } from './lets-in.ts'
import { compareCredentials, holdsOne } from './preflight-differences.ts'

/** D25: only whether the handshake is accepted. Servers without WebSockets answer it like any GET. */
export function webSocketDifferences({ fields, decision }: ComparisonInput): Differences {
  const found = new Found()
  found.add(decision.status === 403 ? fields.status === 101 : fields.status === 403, 'status')
  return found
}

/** D20: headers only, the status is the application's. */
export function grantedActual(input: ComparisonInput): Differences {
  const { fields, wanted, probe, decision } = input
  const found = new Found()
  const isAny = decision.reason === 'granted-any'
  const isRight = isAny
    ? allowsOrigin(fields, probe)
    : allowedOrigin(fields) === allowedOrigin(wanted)
  if (!isRight) {
    const isRepeated =
      holdsOne(fields, allowedOrigin(wanted)) || holdsOne(fields, probe.origin.value)
    found.add(
      true,
      isRepeated && fields.allowOrigin.join().includes(',') ? 'repeated' : 'allow-origin',
    )
  } else {
    // An echo where `*` is granted is the same to the browser, and to caches if Vary says so.
    found.add(isAny && allowedOrigin(fields) !== '*' && !variesBy(fields, 'origin'), 'vary')
    compareCredentials(found, fields, wanted)
    compareExposed(found, input)
  }
  compareVary(found, input)
  compareOwned(found, input)
  comparePreflightHeaders(found, input)
  return found
}

/** A request that the policy lets nobody read, that of an own page, or one without Origin. */
export function otherActual(input: ComparisonInput): Differences {
  const { probe, decision } = input
  const found = new Found()
  const { kind, reason } = decision
  if (reason === 'path-ambiguous') return ambiguous(input)
  const isOptions = probe.kind === 'options'
  // A browser sends OPTIONS across origins only after a preflight for it, which is denied.
  const isUnsendable = isOptions && reason === 'method-not-granted'
  if (decision.status !== null && !isUnsendable) found.add(!isBlocked(input), 'status')
  if (kind === 'actual' && !isUnsendable) compareDenied(found, input)
  if (kind === 'not-cors') compareWithoutOrigin(found, input)
  comparePreflightHeaders(found, input)
  compareVary(found, input)
  compareOwned(found, input)
  return found
}

function compareDenied(found: Found, { fields, probe, decision }: ComparisonInput): void {
  const isAllowed = allowsOrigin(fields, probe)
  // With a cookie, or with Authorization after a denied preflight: without Allow-Credentials no browser lets script read it.
  const isForOthers =
    decision.reason === 'credentials-not-granted' && !fields.allowCredentials.includes('true')
  if (isForOthers && isAllowed) return
  const allowed = allowedOrigin(fields)
  found.add(allowed !== null && !allowed.includes(','), 'allow-origin')
  found.note(fields.allowOrigin.length > 0, 'repeated')
  found.note(fields.allowCredentials.length > 0, 'allow-credentials')
  found.note(fields.exposeHeaders.size > 0, 'expose-headers')
}

/** D10: only what is the same for everybody may be given to a request without Origin. */
function compareWithoutOrigin(found: Found, { fields, wanted }: ComparisonInput): void {
  const allowed = allowedOrigin(fields)
  if (fields.allowOrigin.join().includes(',')) {
    found.note(true, 'repeated')
    return
  }
  if (allowedOrigin(wanted) === '*') {
    found.add(allowed !== '*' && !variesBy(fields, 'origin'), 'vary')
  } else {
    found.note(fields.allowOrigin.length > 0, 'allow-origin')
  }
}

/** D17: 403; 400 is D23's. Where a login is required, a layer may ask for it first. */
function isBlocked({ fields, probe, resource }: ComparisonInput): boolean {
  const { status } = fields
  if (status === 403 || status === 400) return true
  return status === 401 && resource?.authentication === 'required' && !probe.withCredentials
}

/** D23: a refusal; servers have statuses of their own for targets that they cannot read. */
function ambiguous({ fields, probe, decision }: ComparisonInput): Differences {
  const found = new Found()
  if (decision.status === null) return found
  found.add(fields.status < 400 || fields.status > 499, 'status')
  found.add(allowsOrigin(fields, probe), 'allow-origin')
  return found
}

function compareExposed(found: Found, input: ComparisonInput): void {
  if (exposedAreRight(input, input.fields.exposeHeaders)) return
  const lines = linesOf(input.answer, 'access-control-expose-headers')
  const isOneRight =
    lines.length > 1 && lines.some((line) => exposedAreRight(input, namesIn([line.toLowerCase()])))
  found.add(true, isOneRight ? 'repeated' : 'expose-headers')
}

/** Names that browsers expose anyway do not matter (Fetch, CORS-safelisted response-header name); errors may add D21's. */
function exposedAreRight(
  { fields, wanted }: ComparisonInput,
  exposed: ReadonlySet<string>,
): boolean {
  const ofErrors = fields.status >= 400 ? ['retry-after', 'www-authenticate'] : []
  const relevant = (names: ReadonlySet<string>): readonly string[] =>
    [...names].filter((name) => !isSafelistedResponseHeader(name))
  return (
    relevant(wanted.exposeHeaders).every((name) => exposed.has(name)) &&
    relevant(exposed).every((name) => wanted.exposeHeaders.has(name) || ofErrors.includes(name))
  )
}

/** Names by which the answer differs must be in Vary. Caches store answers to GET and HEAD; a 304 leaves those of the stored answer (RFC 9111, 4.3.4). */
function compareVary(found: Found, input: ComparisonInput): void {
  const { fields, decision, resource, probe } = input
  if (probe.method !== 'GET' && probe.method !== 'HEAD') return
  if (resource === null || fields.status === 304 || !dependsOnOrigin(resource)) return
  found.add(missingVary(fields, decision).length > 0, 'vary')
}

/** Names of the decision's Vary that the answer lacks. Fetch metadata gives an own page no more than others have (D6). */
export function missingVary(
  fields: AnswerFields,
  { vary, kind }: Pick<Decision, 'vary' | 'kind'>,
): readonly string[] {
  const names = kind === 'same-origin' ? vary.filter((name) => name === 'Origin') : vary
  return names.filter((name) => !variesBy(fields, name.toLowerCase()))
}

function variesBy({ vary }: AnswerFields, name: string): boolean {
  return vary.has(name) || vary.has('*')
}

function dependsOnOrigin({ grants, enforce, isolate }: Resource): boolean {
  return enforce === 'block' || isolate || grants.some(({ read }) => read)
}

/** D22: what the policy sets besides `Access-Control-*`. Pages do not embed errors, and a 304 leaves the headers of the stored answer. */
function compareOwned(found: Found, { fields, wanted, decision }: ComparisonInput): void {
  const isError = fields.status >= 400 || fields.status === 304
  const { resourcePolicy, timingAllowOrigin: timing } = wanted
  if (resourcePolicy !== null && !(isError && fields.resourcePolicy === null))
    found.add(fields.resourcePolicy !== resourcePolicy, 'resource-policy')
  const isOwned = timing !== null || decision.removes.includes('timing-allow-origin')
  if (isOwned && !(isError && fields.timingAllowOrigin === null))
    found.add(fields.timingAllowOrigin !== timing, 'timing-allow-origin')
}

/** Browsers read these on preflights only; on another OPTIONS they tell that it was taken for one. */
function comparePreflightHeaders(found: Found, { fields, probe }: ComparisonInput): void {
  const { allowMethods, allowHeaders, maxAge } = fields
  const hasAny = allowMethods !== null || allowHeaders !== null || maxAge.length > 0
  if (probe.kind === 'options') {
    found.add(hasAny, 'allow-methods')
    return
  }
  if (probe.origin.value === null || probe.origin.role === 'own') return
  found.note(allowMethods !== null, 'allow-methods')
  found.note(allowHeaders !== null, 'allow-headers')
  found.note(maxAge.length > 0, 'max-age')
}
