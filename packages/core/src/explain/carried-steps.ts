/**
 * Steps about what a preflight asks for and what a request carries, judged in the grant that fits: header names (D24), WebSockets (D25),
 * credentials (D13), tokens (D16).
 *
 * @module
 */
import type { GrantPlan, ResourcePlan } from '../decide/plan.ts'
import type { Question } from '../decide/question.ts'
import type { Reason } from '../decide/reasons.ts'
import { trimSpace } from '../headers/field-value.ts'
import { judgeNames, REQUESTED_NAMES_LIMITS } from '../headers/requested-names.ts'
import { formatInstant } from '../instant.ts'
import { count, quote, quoteAll } from '../text/quote.ts'
import type { Trail } from './trail.ts'

/** @param denied What the engine says of this grant; null: it allows what the request carries. */
export function onCarried(
  trail: Trail,
  resource: ResourcePlan,
  planned: GrantPlan,
  question: Question,
  denied: Reason | null,
): void {
  const { kind } = question
  if (kind === 'preflight') {
    onNames(trail, planned, question, denied)
    return
  }
  if (kind === 'websocket') {
    const opens = denied !== 'websocket-not-granted'
    trail.check(
      'D25',
      opens,
      `the grant ${opens ? 'opens' : 'does not open'} WebSockets, to which browsers take cookies along`,
    )
    if (!opens) return
  }
  const withheld = onCredentials(trail, resource, planned, question, denied)
  if (!withheld && planned.grant.token) onToken(trail, resource, question, denied)
}

/** D24. */
function onNames(
  trail: Trail,
  planned: GrantPlan,
  { fields }: Question,
  denied: Reason | null,
): void {
  const lines = fields.requestHeaders ?? []
  const names = denied === 'request-headers-too-long' ? [] : namesIn(lines)
  const granted = planned.grant.requestHeaders
  const has =
    granted.length === 0 ? 'no request header' : `the request headers ${quoteAll(granted, 12)}`
  if (denied === 'request-headers-too-long') {
    const { bytes, names: most } = REQUESTED_NAMES_LIMITS
    trail.fail(
      'D24',
      `the preflight asks for more than ${most} header names or ${bytes} bytes of them`,
    )
  } else if (names.length === 0) trail.pass('D24', 'the preflight asks for no header name')
  else if (denied === null)
    trail.pass('D24', `the grant names ${has}: all of ${quoteAll(names, 12)}`)
  else {
    const missing = names.filter((name) => judgeNames([name], planned.requestHeaders) !== 'covered')
    const star =
      planned.requestHeaders.wildcard && missing.includes('authorization')
        ? '; `*` does not cover `authorization`'
        : ''
    trail.fail(
      'D24',
      `the preflight asks for ${quoteAll(missing, 12)}, and the grant names ${has}${star}`,
    )
  }
  if (denied === null) onLater(trail, planned)
}

/** Each element as the engine counts them, in lower case, once. */
function namesIn(lines: readonly string[]): readonly string[] {
  const names = lines
    .flatMap((line) => line.split(','))
    .map((name) => trimSpace(name).toLowerCase())
  return [...new Set(names.filter((name) => name !== ''))]
}

/** What a preflight leaves to the actual request. */
function onLater(trail: Trail, { grant }: GrantPlan): void {
  trail.skip(
    'D13',
    `a preflight carries no credentials; the grant ${grant.credentials ? 'allows them' : 'has none'}`,
  )
  if (grant.token) trail.skip('D16', 'the token is asked for at the actual request')
  if (grant.when !== null)
    trail.skip(
      'D11',
      'a preflight carries no identity: conditions are checked at the actual request',
    )
}

/** D13. @returns Whether the credentials deny the request. */
function onCredentials(
  trail: Trail,
  resource: ResourcePlan,
  { grant, namesAuthorization }: GrantPlan,
  { fields, kind }: Question,
  denied: Reason | null,
): boolean {
  const carried = [
    ...(fields.cookie ? ['a cookie'] : []),
    ...(fields.authorization ? ['Authorization'] : []),
    ...(kind === 'websocket' ? ['whatever cookies there are'] : []),
  ]
  const what = carried.length === 0 ? 'no credentials' : carried.join(' and ')
  if (denied === 'locked-down' || denied === 'policy-stale') {
    trail.fail(
      'D13',
      `the request carries ${what}, and the grant has lost its credentials to ${denied === 'locked-down' ? 'a lockdown' : 'an ended lease'}`,
    )
    return true
  }
  if (denied === 'credentials-not-granted') {
    const named =
      fields.authorization && !namesAuthorization ? ' and does not name Authorization' : ''
    trail.fail('D13', `the request carries ${what}, and the grant has no credentials${named}`)
    return true
  }
  if (grant.credentials)
    trail.pass('D13', `the request carries ${what}; the grant allows credentials`)
  else if (carried.length === 0)
    trail.pass('D13', 'the request carries no credentials, and the grant has none')
  else if (fields.cookie && resource.open) {
    trail.pass('D13', `the request carries ${what}; a resource that is open to all ignores cookies`)
  } else
    trail.pass(
      'D13',
      `the request carries ${what}, which the grant names among its request headers`,
    )
  return false
}

/** D16. */
function onToken(
  trail: Trail,
  resource: ResourcePlan,
  { context, fields, route, moment }: Question,
  denied: Reason | null,
): void {
  const { token } = context
  if (token === undefined) trail.fail('D16', 'the grant needs an origin-bound token, and none came')
  else if (token === 'invalid') trail.fail('D16', 'a token came that does not verify')
  else if (denied === null)
    trail.pass('D16', `the token ${quote(token.id)} holds until ${formatInstant(token.until)}`)
  else {
    const wrong = [
      ...(token.origin === fields.origin ? [] : [`is for origin ${quote(token.origin)}`]),
      ...(token.tenant === route.tenant ? [] : ['is for another tenant']),
      ...(token.resource === resource.name ? [] : [`is for resource ${quote(token.resource)}`]),
      ...(moment.now < token.until ? [] : [`ended at ${formatInstant(token.until)}`]),
      ...(moment.revokedTokens?.includes(token.id) ? ['is revoked'] : []),
    ]
    trail.fail(
      'D16',
      `the token ${quote(token.id)} ${wrong.join(', ')} (${count(wrong.length, 'fault')})`,
    )
  }
}
