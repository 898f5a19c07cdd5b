/**
 * Steps about what a preflight requests and what a request carries, checked against the grant that fits: header names (D24), WebSockets (D25),
 * credentials (D13), tokens (D16).
 *
 * @module
 */
import type { EvaluationInput } from '../decide/index.ts'
import { checkNames, REQUESTED_NAMES_LIMITS, trimSpace } from '../headers/index.ts'
import { formatInstant } from '../instant.ts'
import type { PreparedGrant, PreparedResource } from '../prepared/index.ts'
import { quote, quoteAll } from '../quote.ts'
import type { Reason } from '../reasons.ts'
import type { StepList } from './step-list.ts'

/** @param denied Why the engine denies the request by this grant; null where it does not. */
export function explainChecks(
  steps: StepList,
  resource: PreparedResource,
  prepared: PreparedGrant,
  input: EvaluationInput,
  denied: Reason | null,
): void {
  const { kind } = input
  if (kind === 'preflight') {
    explainNames(steps, prepared, input, denied)
    if (denied === null) explainLater(steps, prepared)
    return
  }
  if (kind === 'websocket') {
    const isAllowed = denied !== 'websocket-not-granted'
    steps.check(
      'D25',
      isAllowed,
      `the grant ${isAllowed ? 'allows' : 'does not allow'} WebSockets, with which browsers always send cookies`,
    )
    if (!isAllowed) return
  }
  const isDenied = explainCredentials(steps, resource, prepared, input, denied)
  if (!isDenied && prepared.grant.token) explainToken(steps, resource, input, denied)
}

/** D24. */
function explainNames(
  steps: StepList,
  prepared: PreparedGrant,
  { request }: EvaluationInput,
  denied: Reason | null,
): void {
  if (denied === 'request-headers-too-long') {
    const { bytes, names } = REQUESTED_NAMES_LIMITS
    steps.fail('D24', `the preflight requests more than ${names} header names or ${bytes} bytes`)
    return
  }
  const names = namesIn(request.requestHeaders ?? [])
  const granted = prepared.grant.requestHeaders
  const allowed =
    granted.length === 0 ? 'no request headers' : `the request headers ${quoteAll(granted, 12)}`
  if (names.length === 0) steps.pass('D24', 'the preflight requests no header names')
  else if (denied === null) {
    steps.pass(
      'D24',
      `the grant allows ${allowed}, and the preflight requests ${quoteAll(names, 12)}`,
    )
  } else {
    const missing = names.filter(
      (name) => checkNames([name], prepared.requestHeaders) !== 'covered',
    )
    const star =
      prepared.requestHeaders.wildcard && missing.includes('authorization')
        ? '; `*` does not cover `authorization`'
        : ''
    steps.fail(
      'D24',
      `the preflight requests ${quoteAll(missing, 12)}, and the grant allows ${allowed}${star}`,
    )
  }
}

/** Each name as the engine counts it: in lower case, once. */
function namesIn(lines: readonly string[]): readonly string[] {
  const names = lines
    .flatMap((line) => line.split(','))
    .map((name) => trimSpace(name).toLowerCase())
  return [...new Set(names.filter((name) => name !== ''))]
}

/** The checks that only the actual request gets. */
function explainLater(steps: StepList, { grant }: PreparedGrant): void {
  steps.skip(
    'D13',
    `a preflight carries no credentials; the grant ${grant.credentials ? 'allows' : 'does not allow'} them`,
  )
  if (grant.token) steps.skip('D16', 'the token is checked at the actual request')
  if (grant.when !== null) {
    steps.skip(
      'D11',
      'a preflight carries no identity: conditions are checked at the actual request',
    )
  }
}

/** D13. @returns Whether the credentials deny the request. */
function explainCredentials(
  steps: StepList,
  resource: PreparedResource,
  { grant, namesAuthorization }: PreparedGrant,
  { request, kind }: EvaluationInput,
  denied: Reason | null,
): boolean {
  const carried = [
    ...(request.cookie ? ['a cookie'] : []),
    ...(request.authorization ? ['Authorization'] : []),
    ...(kind === 'websocket' ? ['any cookies'] : []),
  ]
  const what = carried.length === 0 ? 'no credentials' : carried.join(' and ')
  if (denied === 'locked-down' || denied === 'policy-stale') {
    const cause = denied === 'locked-down' ? 'a lockdown' : 'the ended lease'
    steps.fail(
      'D13',
      `the request carries ${what}, and ${cause} takes the credentials of the grant away`,
    )
    return true
  }
  if (denied === 'credentials-not-granted') {
    const unnamed =
      request.authorization && !namesAuthorization ? ' and does not name Authorization' : ''
    steps.fail(
      'D13',
      `the request carries ${what}, and the grant does not allow credentials${unnamed}`,
    )
    return true
  }
  if (grant.credentials)
    steps.pass('D13', `the request carries ${what}; the grant allows credentials`)
  else if (carried.length === 0)
    steps.pass('D13', 'the request carries no credentials, and the grant allows none')
  else if (request.cookie && resource.open) {
    steps.pass('D13', `the request carries ${what}; a resource for any origin ignores cookies`)
  } else
    steps.pass(
      'D13',
      `the request carries ${what}, which the grant names among its request headers`,
    )
  return false
}

/** D16. */
function explainToken(
  steps: StepList,
  resource: PreparedResource,
  { request, route }: EvaluationInput,
  denied: Reason | null,
): void {
  const { token } = request
  if (token === undefined) {
    steps.fail('D16', 'the grant requires an origin-bound token, and the request has none')
  } else if (token === 'invalid') steps.fail('D16', 'the token of the request cannot be verified')
  else if (denied === null)
    steps.pass('D16', `the token ${quote(token.id)} is valid until ${formatInstant(token.until)}`)
  else {
    const wrong = [
      ...(token.origin === request.origin.value ? [] : [`is for origin ${quote(token.origin)}`]),
      ...(token.tenant === route.tenant ? [] : ['is for another tenant']),
      ...(token.resource === resource.name ? [] : [`is for resource ${quote(token.resource)}`]),
      ...(request.now < token.until ? [] : [`expired at ${formatInstant(token.until)}`]),
      ...(request.revokedTokens?.includes(token.id) ? ['is revoked'] : []),
    ]
    steps.fail('D16', `the token ${quote(token.id)} ${wrong.join(' and ')}`)
  }
}
