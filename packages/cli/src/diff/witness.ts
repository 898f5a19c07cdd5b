/**
 * The example request of a change, with the decisions before and after it.
 *
 * @module
 */
import type { Decision, HeaderLine, RequestFacts } from '@marque/core'
import { formatInstant } from '@marque/core/instant'
import type { Change } from '@marque/policy/diff'

type Witness = Change['witness']

/** The example request in one line. */
export function requestText({ in: input }: Witness): string {
  const { request, moment } = input
  const from = pageOf(request)
  const others = [
    ...(valuesOf(request, 'cookie').length > 0 ? ['a cookie'] : []),
    ...(valuesOf(request, 'authorization').length > 0 ? ['an Authorization header'] : []),
    ...senderWords(input.context),
    ...(moment.lockdowns && moment.lockdowns.length > 0 ? ['an active lockdown'] : []),
    ...(moment.leaseUntil !== undefined
      ? [`a lease until ${formatInstant(moment.leaseUntil)}`]
      : []),
  ]
  const beside = others.length > 0 ? `, with ${others.join(', ')}` : ''
  return `${from} ${sentWords(request)}${beside}`
}

function pageOf(request: RequestFacts): string {
  const origins = valuesOf(request, 'origin').filter((value) => value.trim() !== '')
  if (origins.length === 0) return 'without Origin:'
  if (origins.length > 1) return `with Origins ${origins.join(' and ')}:`
  return origins[0] === 'null' ? 'from an opaque origin (`null`):' : `from ${origins[0]}:`
}

function sentWords(request: RequestFacts): string {
  const methods = valuesOf(request, 'access-control-request-method')
  if (
    request.method === 'OPTIONS' &&
    methods.length > 0 &&
    valuesOf(request, 'origin').length > 0
  ) {
    const names = valuesOf(request, 'access-control-request-headers').join(', ')
    const headers = names === '' ? '' : ` with ${names}`
    return `preflight for ${methods.join(', ')} ${request.url}${headers}`
  }
  // A handshake is a GET that asks for an upgrade (RFC 6455, 4.1).
  const isHandshake = valuesOf(request, 'upgrade').length > 0
  return `${isHandshake ? 'WebSocket handshake' : request.method} ${request.url}`
}

function senderWords(context: Witness['in']['context']): readonly string[] {
  const words: string[] = []
  const { roles, scopes, apiVersion, tenant, token, claims, authenticatedAt, certificate } = context
  if (roles && roles.length > 0) words.push(`roles ${roles.join(', ')}`)
  if (scopes && scopes.length > 0) words.push(`scopes ${scopes.join(', ')}`)
  if (claims && Object.keys(claims).length > 0) words.push(`claims ${JSON.stringify(claims)}`)
  if (apiVersion !== undefined) words.push(`API version ${apiVersion}`)
  if (tenant) words.push(`tenant ${tenant}`)
  if (authenticatedAt !== undefined)
    words.push(`authenticated at ${formatInstant(authenticatedAt)}`)
  if (token !== undefined) words.push(token === 'invalid' ? 'an invalid token' : 'a token')
  if (certificate) words.push('a client certificate')
  return words
}

/** The outcome of a request, with the reason of a denial. */
export function outcomeWords(decision: Decision): string {
  const { kind, reach, read, reason, status } = decision
  if (kind === 'preflight') return read ? 'allowed' : `denied (${reason})`
  if (!reach) return `rejected with ${status ?? 403} (${reason})`
  if (kind === 'websocket') return 'the WebSocket opens'
  if (kind === 'not-cors') return 'forwarded to the application'
  return read
    ? 'script can read the response'
    : `forwarded to the application, but script cannot read the response (${reason})`
}

/** A response header or another part of the decision that differs. */
export interface DecisionChange {
  readonly name: string
  /** Null if absent. */
  readonly before: string | null
  readonly after: string | null
}

/** The parts of the two decisions that differ, without `detail`, which repeats them as prose. */
export function decisionChanges({ before, after }: Witness): readonly DecisionChange[] {
  const facts = ['kind', 'reach', 'read', 'reason', 'status', 'resource', 'grant'] as const
  const others = ['exception', 'tenant'] as const
  const found: DecisionChange[] = []
  const add = (name: string, a: string | null, b: string | null): void => {
    if (a !== b) found.push({ name, before: a, after: b })
  }
  for (const name of [...facts, ...others]) add(name, textOf(before[name]), textOf(after[name]))
  const names = [...before.headers, ...after.headers].map(([name]) => name)
  for (const name of [...new Set(names)].sort()) {
    add(name, headerOf(before.headers, name), headerOf(after.headers, name))
  }
  add('vary', listOf(before.vary), listOf(after.vary))
  add('removes', listOf(before.removes), listOf(after.removes))
  return found
}

/** The changed parts, one per line: `reason: origin-not-granted → granted`. */
export function decisionChangeLines(witness: Witness): readonly string[] {
  return decisionChanges(witness).map(
    ({ name, before, after }) => `${name}: ${before ?? '(none)'} → ${after ?? '(none)'}`,
  )
}

function textOf(value: string | number | boolean | null): string | null {
  return value === null ? null : String(value)
}

function listOf(values: readonly string[]): string | null {
  return values.length === 0 ? null : values.join(', ')
}

function headerOf(headers: readonly HeaderLine[], name: string): string | null {
  return headers.find(([other]) => other === name)?.[1] ?? null
}

function valuesOf({ headers }: RequestFacts, name: string): readonly string[] {
  return headers.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value)
}
