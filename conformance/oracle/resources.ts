/**
 * D4, D7 and D15: the one resource, tenant and API version that all alternatives of a path lead to.
 *
 * @module
 */
import type { Bundle, Match, Resource } from '@marque/core'
import { decodings, positionsOf } from './alternatives.ts'
import { follow, type Leaf, type Outcome, type Outcomes } from './follow.ts'
import { compareRank, hostFits, methodsFit } from './patterns.ts'
import type { Target } from './target.ts'
import {
  identifiedTenant,
  type ResolvedTenant,
  sameTenant,
  withLayerTenant,
  withSegment,
} from './tenants.ts'

export interface ResourceMatch {
  readonly resource: Resource | null
  readonly tenant: ResolvedTenant
  /** The path-borne API version, where a condition of the bundle names it. */
  readonly version: string | null
}

/** What a leaf of a tree of matches leads to. */
interface Place {
  readonly resource: Resource
  readonly match: Match
}

/**
 * Null if the path is ambiguous.
 *
 * @param layerTenant The tenant that the layer supplies (`context.tenant`); it makes no path ambiguous.
 * @param method The one that is judged (D7).
 */
export function findResource(
  bundle: Bundle,
  target: Target,
  layerTenant: string | null,
  method: string,
  sentMethod: string,
): ResourceMatch | null {
  if (target.hash) return null
  // D4: asterisk-form is for a server-wide OPTIONS. ADR 0001, 13: it has no resource.
  if (target.path === '*' ? sentMethod !== 'OPTIONS' : decodings(target.path) === null) return null
  const tenant = identifiedTenant(bundle, target)
  const version = target.path === '*' ? null : pathVersion(bundle, target.path)
  if (tenant === null || version === undefined) return null
  const places = target.path === '*' ? [null] : placesOf(bundle, target, method)
  const [first, ...others] = places.map((place) => ({
    resource: place?.leaf.value.resource ?? null,
    tenant: withSegment(tenant, place?.named),
  }))
  if (first === undefined) return null
  const agree = others.every(
    (other) => other.resource === first.resource && sameTenant(other.tenant, first.tenant),
  )
  if (!agree) return null
  return { resource: first.resource, tenant: withLayerTenant(first.tenant, layerTenant), version }
}

/** The matches that the alternatives lead to, from host entry to host entry (D7). */
function placesOf(
  bundle: Bundle,
  target: Target,
  method: string,
): readonly (Outcome<Place> | null)[] {
  const places = bundle.resources
    .flatMap((resource) => resource.match.map((match): Place => ({ resource, match })))
    .filter(({ match }) => hostFits(match.host, target.name))
  const found: Outcome<Place>[] = []
  for (const entry of hostEntries(places)) {
    const outcomes = inEntry(bundle, target.path, method, entry)
    found.push(...outcomes.filter((outcome) => outcome !== null))
    if (!outcomes.includes(null)) return found
  }
  return [...found, null]
}

/** The places of each host, the most specific host first. */
function hostEntries(places: readonly Place[]): readonly (readonly Place[])[] {
  const hosts = new Map<string | null, Place[]>()
  for (const place of places)
    hosts.set(place.match.host, [...(hosts.get(place.match.host) ?? []), place])
  const rank = (host: string | null): Match => ({
    host,
    path: '/',
    methods: null,
    encodedSlash: 'separator',
  })
  return [...hosts].sort(([a], [b]) => compareRank(rank(b), rank(a))).map(([, entry]) => entry)
}

/** Matches with `encodedSlash: data` form a tree of their own: of each pair of outcomes the more specific counts. */
function inEntry(
  bundle: Bundle,
  path: string,
  method: string,
  entry: readonly Place[],
): readonly (Outcome<Place> | null)[] {
  const [separator, data] = (['separator', 'data'] as const).map((form) => {
    const leaves = entry
      .filter(({ match }) => match.encodedSlash === form)
      .map((place) => ({ path: place.match.path, value: place }))
    const capture = { segment: '{tenant}', known: Object.keys(bundle.tenants) } as const
    return follow(leaves, positionsOf(path, form), capture, (list) => mostSpecific(list, method))
  })
  return [...(separator?.values() ?? [])].flatMap((one) =>
    [...(data?.values() ?? [])].flatMap((other) => moreSpecific(one, other)),
  )
}

/** Both where neither is more specific. */
function moreSpecific(
  a: Outcome<Place> | null,
  b: Outcome<Place> | null,
): readonly (Outcome<Place> | null)[] {
  if (a === null || b === null) return [a ?? b]
  const difference = compareRank(a.leaf.value.match, b.leaf.value.match)
  if (difference === 0) return [a, b]
  return difference > 0 ? [a] : [b]
}

/** D7: of the matches of one path that fit the method, those that list methods come first. */
function mostSpecific(leaves: readonly Leaf<Place>[], method: string): readonly Leaf<Place>[] {
  const fitting = leaves.filter(({ value }) => methodsFit(value.match.methods, method))
  const listed = fitting.filter(({ value }) => value.match.methods !== null)
  return listed.length > 0 ? listed : fitting
}

/** D4, *Reading* (10): a version that no condition names counts as none. Undefined where the alternatives name several. */
function pathVersion(bundle: Bundle, path: string): string | null | undefined {
  const source = bundle.context.apiVersion
  if (source === undefined || !('path' in source)) return null
  const known = bundle.resources
    .flatMap((resource) => resource.grants)
    .flatMap((grant) => grant.when?.apiVersion ?? [])
  const outcomes: Outcomes<null> = follow(
    [{ path: source.path, value: null }],
    positionsOf(path, 'separator'),
    { segment: '{apiVersion}', known: [...new Set(known)] },
    (leaves) => leaves,
  )
  const versions = new Set([...outcomes.values()].map((outcome) => outcome?.named ?? null))
  const [first = null] = versions
  return versions.size === 1 ? first : undefined
}
