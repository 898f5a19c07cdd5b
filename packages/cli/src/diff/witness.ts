/**
 * The request that shows a change: what is sent, and what comes of it before and after.
 *
 * @module
 */
import type { Decision, HeaderLine, RequestFacts } from '@marque/core'
import { formatInstant } from '@marque/core/instant'
import type { Change } from '@marque/policy/diff'

type Witness = Change['witness']

/** The request of a witness, in one line. */
export function askedWords({ in: asked, before, after }: Witness): string {
  const { request, moment } = asked
  const from = pageOf(request)
  const sent = before.kind === after.kind ? sentWords(request, after) : sentWords(request, null)
  const others = [
    ...(valuesOf(request, 'cookie').length > 0 ? ['a cookie'] : []),
    ...(valuesOf(request, 'authorization').length > 0 ? ['an Authorization'] : []),
    ...senderWords(asked.context),
    ...(moment.lockdowns && moment.lockdowns.length > 0 ? ['a lockdown in force'] : []),
    ...(moment.leaseUntil !== undefined
      ? [`a lease until ${formatInstant(moment.leaseUntil)}`]
      : []),
  ]
  const beside = others.length > 0 ? `, with ${others.join(', ')}` : ''
  return `${from} ${sent}${beside}`
}

function pageOf(request: RequestFacts): string {
  const origins = valuesOf(request, 'origin').filter((value) => value.trim() !== '')
  if (origins.length === 0) return 'a request without Origin:'
  if (origins.length > 1) return `a request with the Origins ${origins.join(' and ')}:`
  return origins[0] === 'null' ? 'a page with the Origin null:' : `a page of ${origins[0]}:`
}

/** @param decision Null where the two sides take it for different things. */
function sentWords(request: RequestFacts, decision: Decision | null): string {
  if (decision?.kind === 'preflight') {
    const names = valuesOf(request, 'access-control-request-headers').join(', ')
    const method = valuesOf(request, 'access-control-request-method').join(', ')
    const headers = names === '' ? '' : ` with ${names}`
    return `the preflight for ${method} ${request.url}${headers}`
  }
  const socket = decision?.kind === 'websocket' ? 'WebSocket ' : ''
  return `${socket}${request.method} ${request.url}`
}

function senderWords(context: Witness['in']['context']): readonly string[] {
  const words: string[] = []
  const { roles, scopes, apiVersion, tenant, token, claims, authenticatedAt } = context
  if (roles && roles.length > 0) words.push(`roles ${roles.join(', ')}`)
  if (scopes && scopes.length > 0) words.push(`scopes ${scopes.join(', ')}`)
  if (claims && Object.keys(claims).length > 0) words.push(`claims ${JSON.stringify(claims)}`)
  if (apiVersion !== undefined) words.push(`API version ${apiVersion}`)
  if (tenant) words.push(`tenant ${tenant}`)
  if (authenticatedAt !== undefined) words.push(`a login of ${formatInstant(authenticatedAt)}`)
  if (token !== undefined) words.push(token === 'invalid' ? 'an invalid token' : 'a token')
  return words
}

/** What comes of a request: what the browser or the layer makes of it, and why where it is denied. */
export function outcomeWords(decision: Decision): string {
  const { kind, reach, read, reason, status } = decision
  if (kind === 'preflight') return read ? 'allowed' : `denied (${reason})`
  if (!reach) return `stopped with ${status ?? 403} (${reason})`
  if (kind === 'websocket') return 'the socket opens'
  if (kind === 'not-cors') return 'goes on to the application'
  return read
    ? 'script reads the answer'
    : `goes on to the application, script may not read (${reason})`
}

/** One header of the answer, or another fact of a decision, that is not the same on both sides. */
export interface Differing {
  readonly name: string
  /** Null where there is none. */
  readonly before: string | null
  readonly after: string | null
}

/** What differs between the two decisions, never what is the same. `detail` is prose about the rest. */
export function differing({ before, after }: Witness): readonly Differing[] {
  const facts = ['kind', 'reach', 'read', 'reason', 'status', 'resource', 'grant'] as const
  const others = ['exception', 'tenant'] as const
  const found: Differing[] = []
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

/** What differs, one a line: `reason: origin-not-granted → granted`. */
export function differingLines(witness: Witness): readonly string[] {
  return differing(witness).map(
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
