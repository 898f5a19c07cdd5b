/**
 * Requests that a resource should grant, and one that it should not, made from its own rules.
 *
 * What comes out is a guess: another resource may be more specific for the request. Whoever uses a question looks at its answer.
 *
 * @module
 */
import type { Bundle, Context, Grant, Moment, RequestFacts, Resource } from '@marque/core'
import { contextOf, type Holder } from './sample-context.ts'
import { urlOf } from './sample-url.ts'

/** An origin that no policy can list: RFC 2606 keeps `.invalid` unregistered. */
export const STRANGER = 'https://stranger.invalid'

/** A question of the self-test. */
export interface Question {
  readonly resource: Resource
  readonly purpose: 'actual' | 'preflight' | 'denied'
  readonly origin: string
  readonly request: RequestFacts
  readonly context: Context
  readonly moment: Moment
}

/** Grants of a resource that are tried before it goes without a granted case. */
const MOST_GRANTS = 4

/** 2026-01-01, for policies in which nothing has dates. */
const ANY_DAY = Date.UTC(2026, 0, 1)

const SECOND = 1000

/** Questions about one resource, those about its first grants first. */
export function questionsOf(resource: Resource, bundle: Bundle): readonly Question[] {
  const questions: Question[] = []
  for (const grant of resource.grants.slice(0, MOST_GRANTS)) {
    const holder = holderOf(grant, bundle)
    if (holder === undefined) continue
    const url = urlOf(resource, bundle, holder.tenant, grant.when?.apiVersion?.[0] ?? null)
    const [method] = grant.methods
    if (url === undefined || method === undefined) continue
    const { origin } = holder
    const moment = { now: instantOf(grant, holder) }
    questions.push({
      resource,
      purpose: 'actual',
      origin,
      request: { method, url, headers: [['Origin', origin]] },
      context: contextOf(grant, resource, bundle, holder, moment.now),
      moment,
    })
    const asked = preflightHeaders(grant, origin, method)
    const preflight = { method: 'OPTIONS', url, headers: asked }
    questions.push({
      resource,
      purpose: 'preflight',
      origin,
      request: preflight,
      context: {},
      moment,
    })
    const denied: RequestFacts = { method, url, headers: [['Origin', STRANGER]] }
    questions.push({
      resource,
      purpose: 'denied',
      origin: STRANGER,
      request: denied,
      context: {},
      moment,
    })
  }
  return questions
}

function preflightHeaders(grant: Grant, origin: string, method: string): RequestFacts['headers'] {
  const asked = grant.requestHeaders.filter((name) => name !== '*')
  return [
    ['Origin', origin],
    ['Access-Control-Request-Method', method],
    ...(asked.length > 0 ? [['Access-Control-Request-Headers', asked.join(',')] as const] : []),
  ]
}

function holderOf(grant: Grant, bundle: Bundle): Holder | undefined {
  if (grant.any) return { origin: STRANGER, tenant: null, until: null }
  for (const name of grant.sets) {
    const holder = firstOf(bundle.sets, name, null)
    if (holder !== undefined) return holder
  }
  if (!grant.tenant) return undefined
  for (const name of Object.keys(bundle.tenants)) {
    const holder = firstOf(bundle.tenants, name, name)
    if (holder !== undefined) return holder
  }
  return undefined
}

function firstOf(lists: Bundle['sets'], name: string, tenant: string | null): Holder | undefined {
  const list = lists[name]
  const [pattern] = list?.patterns ?? []
  const origin = list?.exact[0] ?? (pattern === undefined ? undefined : matching(pattern))
  return list === undefined || origin === undefined
    ? undefined
    : { origin, tenant, until: list.until }
}

/** An origin that the pattern matches. */
export function matching(pattern: string): string {
  return pattern.replace('://*.', '://a.').replace(/:\*$/, '')
}

/** An instant in which the grant and its list hold: their start, else just before their end. */
function instantOf(grant: Grant, holder: Holder): number {
  if (grant.from !== null) return grant.from
  const ends = [grant.until, holder.until].filter((end) => end !== null)
  return ends.length === 0 ? ANY_DAY : Math.max(0, Math.min(...ends) - SECOND)
}
