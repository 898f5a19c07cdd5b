/**
 * Requests for which one grant may decide.
 *
 * A grant can be hidden behind another grant, another resource or a date, so nothing is concluded from its text: these are candidates,
 * the plainest first, and whoever uses one looks at its decision.
 *
 * @module
 */
import {
  type Bundle,
  type Context,
  coversMethod,
  type Grant,
  type HeaderLine,
  type Match,
  type Resource,
  type Vector,
} from '@marque/core'
import type { Grantee, IndexedGrant } from './grantees.ts'
import {
  boundaryInstants,
  conditionChoices,
  contextSatisfying,
  instantNear,
} from './sample-context.ts'
import { ANY_SEGMENT, sampleUrl, urlOnOtherHost } from './sample-url.ts'

export interface GrantRequestOptions {
  /** Use all that the grant allows: another method than GET, all of its headers. Else the plainest request first. */
  readonly full: boolean
  /** A WebSocket handshake carries no headers that script sets. */
  readonly webSocket?: boolean
}

/** Grantees that are tried at other times, on other hosts and with other facts. */
const FEW_GRANTEES = 3

/** Texts of free segments: other resources may name the first ones. */
const SEGMENTS = [ANY_SEGMENT, 'a', 'zz']

/**
 * Generates candidates: each grantee in ordinary circumstances first, then a few of them in all circumstances.
 *
 * @param now The preferred instant, epoch milliseconds; where the grant does not hold then, requests are at another.
 */
export function* grantRequests(
  bundle: Bundle,
  { resource, grant }: IndexedGrant,
  grantees: readonly Grantee[],
  now: number,
  options: GrantRequestOptions,
): Generator<SampleRequest> {
  const plain = { resource, grant, choice: grant, isPlain: true }
  for (const grantee of grantees) {
    yield* requestsAt(bundle, plain, grantee, instantNear(grant, grantee, now), options)
  }
  const choices = [...conditionChoices(grant), ...behindTokens(resource, grant)]
  for (const grantee of grantees.slice(0, FEW_GRANTEES)) {
    const usual = instantNear(grant, grantee, now)
    const instants = [...new Set([usual, ...boundaryInstants(resource, bundle)])]
    for (const at of withTenants(grantee, bundle)) {
      for (const choice of choices) {
        for (const instant of instants) {
          const candidate = { resource, grant, choice, isPlain: false }
          yield* requestsAt(bundle, candidate, at, instant, options)
        }
      }
    }
  }
}

/** A grant behind one with a token and conditions decides only for requests with a token for which those conditions fail (D9, D16). */
function behindTokens(resource: Resource, grant: Grant): readonly Grant[] {
  if (grant.token || !resource.grants.some(({ token }) => token)) return []
  return conditionChoices(grant).map((choice) => ({ ...choice, token: true }))
}

/** A grant whose conditions are narrowed to one choice, and whether only the usual URLs are tried. */
interface Candidate {
  readonly resource: Resource
  readonly grant: Grant
  readonly choice: Grant
  readonly isPlain: boolean
}

function* requestsAt(
  bundle: Bundle,
  candidate: Candidate,
  grantee: Grantee,
  now: number,
  { full, webSocket = false }: GrantRequestOptions,
): Generator<SampleRequest> {
  const { resource, grant, choice } = candidate
  const { origin } = grantee
  const context = contextSatisfying(choice, resource, bundle, grantee, now)
  for (const [method, url] of targets(candidate, bundle, grantee, full && !webSocket)) {
    for (const headers of webSocket ? [[]] : headersFor(grant, full)) {
      yield { origin, method, url, headers: withToken(headers, context), context, now }
    }
  }
}

/** The methods that show most of a grant, and those of simple requests (Fetch, CORS-safelisted method); others come between. */
const TELLING = ['PUT', 'PATCH', 'POST', 'DELETE']
const SIMPLE = ['GET', 'HEAD', 'POST']

/** Methods and URLs; with `full` methods that write come first, else the simple ones. */
function* targets(
  candidate: Candidate,
  bundle: Bundle,
  { tenant }: Grantee,
  full: boolean,
): Generator<readonly [method: string, url: string]> {
  const { methods } = candidate.choice
  const granted = methods.includes('GET') ? [...methods, 'HEAD'] : methods
  const [first, last] = full ? [TELLING, SIMPLE] : [SIMPLE, []]
  const rank = (method: string): number => {
    if (first.includes(method)) return first.indexOf(method) - first.length
    return last.includes(method) ? 1 + last.indexOf(method) : 0
  }
  const ordered = [...new Set(granted)].sort((a, b) => rank(a) - rank(b))
  for (const [match, url] of urlsFor(candidate, bundle, tenant)) {
    for (const method of ordered) {
      if (match.methods === null || coversMethod(match.methods, method)) yield [method, url]
    }
  }
}

/** URLs of each match: shallow before deep ones, usual segments and hosts before others. */
function* urlsFor(
  { resource, choice, isPlain }: Candidate,
  bundle: Bundle,
  tenant: string | null,
): Generator<readonly [match: Match, url: string]> {
  const versions = choice.when?.apiVersion ?? [null]
  for (const host of isPlain ? [0] : [0, 1, 2]) {
    for (const word of isPlain ? SEGMENTS.slice(0, 1) : SEGMENTS) {
      for (const depth of [0, 1, 2]) {
        for (const match of resource.match) {
          if (depth > 0 && !match.path.endsWith('**')) continue
          for (const apiVersion of versions) {
            const usual = sampleUrl(match, bundle, { tenant, apiVersion, segment: () => word })
            if (usual === undefined) continue
            const url = host === 0 ? usual : urlOnOtherHost(usual, match, bundle, host)
            if (url === undefined) continue
            const below = url.replace(/\/$/, '') + `/${word}`.repeat(depth)
            yield [match, depth === 0 ? url : below]
          }
        }
      }
    }
  }
}

/** A grant without tenant also covers requests in a tenant's part of the API: there path or host has to name one. */
function withTenants(grantee: Grantee, { tenancy, tenants }: Bundle): readonly Grantee[] {
  if (grantee.tenant !== null || tenancy === null) return [grantee]
  const [first] = Object.keys(tenants)
  return first === undefined ? [grantee] : [grantee, { ...grantee, tenant: first }]
}

/** All headers that the grant names, or none; each in turn where the other one fails. */
function headersFor(grant: Grant, full: boolean): readonly (readonly HeaderLine[])[] {
  const named = grant.requestHeaders
    .filter((name) => name !== 'marque-token')
    .map((name): HeaderLine => {
      if (name === '*') return ['x-test', 'test']
      if (name === 'authorization') return [name, 'Bearer test']
      return [name, name === 'content-type' ? 'application/json' : 'test']
    })
  return full && named.length > 0 ? [named, []] : [[], named]
}

/** D16: a token travels in a header of its own. */
function withToken(headers: readonly HeaderLine[], { token }: Context): readonly HeaderLine[] {
  return token === undefined ? headers : [...headers, ['marque-token', 'test']]
}

/** A request of a page, before anything is known of its answer. */
export interface SampleRequest {
  readonly origin: string
  readonly method: string
  /** Absolute. */
  readonly url: string
  /** Without Origin and Cookie. */
  readonly headers: readonly HeaderLine[]
  /** What the layer knows of the user. */
  readonly context: Context
  /** Epoch milliseconds. */
  readonly now: number
}

/** The request itself, without cookies, as `decide` takes it. */
export function actualRequest(sample: SampleRequest): Vector['in'] {
  const { origin, method, url, headers, context, now } = sample
  return {
    request: { method, url, headers: [['Origin', origin], ...headers] },
    context,
    moment: { now },
  }
}

/** Its preflight: no identity, hence no context (D11). The header names are sent in the order given, as browsers sort them. */
export function preflightRequest(sample: SampleRequest, names: readonly string[]): Vector['in'] {
  const { origin, method, url, now } = sample
  return {
    request: { method: 'OPTIONS', url, headers: preflightHeaders(origin, method, names) },
    context: {},
    moment: { now },
  }
}

/** The headers of a CORS preflight (Fetch, CORS-preflight fetch, steps 3 to 5). */
export function preflightHeaders(
  origin: string,
  method: string,
  names: readonly string[],
): readonly HeaderLine[] {
  return [
    ['Origin', origin],
    ['Access-Control-Request-Method', method],
    ...(names.length > 0 ? [['Access-Control-Request-Headers', names.join(',')] as const] : []),
  ]
}
