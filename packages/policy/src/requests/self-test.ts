/**
 * The self-test of a bundle: a few requests with the decisions of the engine that compiled it. A layer decides them before it activates a
 * bundle, so that an engine that decides otherwise is found before it answers a request.
 *
 * @module
 */
import {
  type Bundle,
  type Decision,
  decide,
  prepare,
  type Resource,
  type Vector,
} from '@marque/core'
import { actualRequest, preflightRequest, type SampleRequest } from './grant-requests.ts'
import { firstGrantee, restrictOrigins } from './grantees.ts'
import { contextSatisfying, instantWithin } from './sample-context.ts'
import { UNLISTED_ORIGIN } from './sample-origins.ts'
import { sampleUrl } from './sample-url.ts'

/** Vectors at most: every bundle carries them. */
const MOST_VECTORS = 200

/** Resources at most whose requests are tried. */
const MOST_RESOURCES = MOST_VECTORS

/** Grants of a resource that are tried before it goes without a granted vector. */
const MOST_GRANTS = 4

/** A request that may become a vector. */
interface Candidate {
  readonly resource: Resource
  readonly purpose: 'actual' | 'preflight' | 'denied'
  readonly origin: string
  readonly in: Vector['in']
}

/**
 * Makes for each resource a granted request, a granted preflight, and a denied request of an unlisted origin; where there are too many
 * resources, first the granted requests of as many as there is room for.
 *
 * Deterministic: instants come from the dates of the policy, not from the clock. The cost does not grow with the number of origins: the
 * engine that decides knows only the origins of the candidates.
 *
 * @param bundle A bundle without vectors.
 */
export function selfTestOf(bundle: Bundle): readonly Vector[] {
  const candidates = bundle.resources
    .slice(0, MOST_RESOURCES)
    .flatMap((resource) => candidatesOf(resource, bundle))
  const origins = new Set(candidates.map(({ origin }) => origin))
  const engine = prepare(restrictOrigins(bundle, [...origins, UNLISTED_ORIGIN]))
  const vectors: Vector[] = []
  for (const purpose of ['actual', 'preflight', 'denied'] as const) {
    const done = new Set<string>()
    for (const candidate of candidates) {
      const { resource } = candidate
      if (candidate.purpose !== purpose || done.has(resource.name)) continue
      if (vectors.length === MOST_VECTORS) break
      const { request, context, moment } = candidate.in
      const out = decide(engine, request, context, moment)
      if (!servesPurpose(candidate, out)) continue
      done.add(resource.name)
      vectors.push({
        id: `${resource.name}/${purpose}`,
        rule: ruleOf(candidate, out),
        in: candidate.in,
        // Without its sentence: a bundle holds no prose, and a better wording must not change the digest.
        out: { ...out, detail: '' },
      })
    }
  }
  return vectors.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Candidates of one resource, those of its first grants first. */
function candidatesOf(resource: Resource, bundle: Bundle): readonly Candidate[] {
  const [match] = resource.match
  if (match === undefined) return []
  return resource.grants.slice(0, MOST_GRANTS).flatMap((grant): Candidate[] => {
    const grantee = firstGrantee(grant, bundle)
    const [method] = grant.methods
    if (grantee === undefined || method === undefined) return []
    const { origin, tenant } = grantee
    const url = sampleUrl(match, bundle, {
      tenant,
      apiVersion: grant.when?.apiVersion?.[0] ?? null,
    })
    if (url === undefined) return []
    const now = instantWithin(grant, grantee)
    const context = contextSatisfying(grant, resource, bundle, grantee, now)
    const granted: SampleRequest = { origin, method, url, headers: [], context, now }
    const denied = { ...granted, origin: UNLISTED_ORIGIN, context: {} }
    const names = grant.requestHeaders.filter((name) => name !== '*')
    return [
      { resource, purpose: 'actual', origin, in: actualRequest(granted) },
      { resource, purpose: 'preflight', origin, in: preflightRequest(granted, names) },
      { resource, purpose: 'denied', origin: UNLISTED_ORIGIN, in: actualRequest(denied) },
    ]
  })
}

/** Whether the decision is of the intended kind; another resource may have taken the request. */
function servesPurpose({ purpose, resource }: Candidate, out: Decision): boolean {
  if (out.resource !== resource.name) return false
  switch (purpose) {
    case 'actual':
      return out.reason === 'granted' || out.reason === 'granted-any' || out.reason === 'reach-only'
    case 'preflight':
      return out.status === 204
    case 'denied':
      return !out.read && out.reason === 'origin-not-granted'
  }
}

function ruleOf({ purpose, resource }: Candidate, out: Decision): Vector['rule'] {
  if (purpose === 'preflight') return 'D18'
  if (purpose === 'denied') return 'D17'
  if (out.reason === 'reach-only') return 'D14'
  return resource.grants.every(({ any }) => any) ? 'D10' : 'D20'
}
