/**
 * The places of a group as a report names them.
 *
 * @module
 */
import {
  comparePathPatterns,
  type Match,
  type PathPattern,
  type Resource,
  readPathPattern,
} from '@marque/core'
import type { PreparedPolicy } from '@marque/core/engine'
import { bothSides, type PolicySides } from '../sides.ts'
import type { Place, PlaceGroup, Spot, Where } from './place.ts'
import type { RulesKeys } from './rules-key.ts'

/** @returns One place for each pattern, pair of resources, of tenants and of versions. */
export function placesOf(
  policies: PolicySides,
  keys: RulesKeys,
  { spots }: PlaceGroup,
): readonly Place[] {
  const places = new Map<string, Place>()
  for (const spot of spots) {
    const place: Place = {
      url: spot.url,
      pattern: patternOf(policies, spot),
      resources: bothSides((side) => nameOf(policies[side], spot.wheres[side])),
      tenants: bothSides((side) => tenantOf(policies[side], keys, spot.wheres[side])),
      unknownTenants: bothSides((side) => routeOf(spot.wheres[side])?.tenantUnknown === true),
      versions: bothSides((side) => routeOf(spot.wheres[side])?.version ?? null),
      leads: bothSides((side) => leadOf(spot.wheres[side])),
    }
    const { pattern, resources, tenants, unknownTenants, versions, leads } = place
    const key = JSON.stringify([pattern, resources, tenants, unknownTenants, versions, leads])
    if (!places.has(key)) places.set(key, place)
  }
  return [...places.values()]
}

function nameOf({ resources }: PreparedPolicy, where: Where): string | null {
  return typeof where === 'string' ? null : (resources[where.resource]?.name ?? null)
}

function tenantOf(policy: PreparedPolicy, keys: RulesKeys, where: Where): string | null {
  const route = routeOf(where)
  return route !== null && keys.readsTenant(policy, route) ? route.tenant : null
}

function routeOf(where: Where): Exclude<Where, string> | null {
  return typeof where === 'string' ? null : where
}

function leadOf(where: Where): Place['leads'][0] {
  if (typeof where === 'string') return where
  return where.resource < 0 ? 'unmatched' : 'resource'
}

interface Winner {
  readonly host: string | null
  readonly pattern: PathPattern
}

function patternOf(policies: PolicySides, { host, segments, wheres }: Spot): string {
  if (segments === null) return '*'
  const winners = ([0, 1] as const)
    .flatMap((side) => winnerOf(policies[side], wheres[side], host, segments) ?? [])
    .sort(bySpecificity)
  const [first] = winners.toSorted((a, b) => comparePathPatterns(a.pattern, b.pattern))
  return first === undefined ? '/**' : `${hostOf(winners)}${first.pattern.text}`
}

/** The most specific match of the resource that decides, of those that fit. */
function winnerOf(
  { resources }: PreparedPolicy,
  where: Where,
  authority: string,
  segments: readonly string[],
): Winner | undefined {
  const found = typeof where === 'string' ? undefined : resources[where.resource]
  if (found === undefined) return undefined
  const name = authority.replace(/:[0-9]+$/, '')
  return candidatesOf(found.resource).find(
    ({ host, pattern }) => fitsHost(host, name) && fitsPath(pattern, segments),
  )
}

const CANDIDATES = new WeakMap<Resource, readonly Winner[]>()

/** The matches of a resource, the most specific first. */
function candidatesOf(resource: Resource): readonly Winner[] {
  let known = CANDIDATES.get(resource)
  if (known === undefined) {
    known = resource.match
      .flatMap(({ host, path }): readonly Winner[] => {
        const pattern = readPathPattern(path)
        return pattern === undefined ? [] : [{ host, pattern }]
      })
      .sort(bySpecificity)
    CANDIDATES.set(resource, known)
  }
  return known
}

function fitsHost(host: Match['host'], name: string): boolean {
  if (host === null || host === name) return true
  return host.startsWith('*.') && name.endsWith(host.slice(1)) && name.length >= host.length
}

function fitsPath({ segments, rest }: PathPattern, path: readonly string[]): boolean {
  if (path.length < segments.length || (!rest && path.length > segments.length)) return false
  return segments.every((segment, at) => 'name' in segment || segment.literal === path[at])
}

/** D7: host, then path. */
function bySpecificity(a: Winner, b: Winner): number {
  return hostRank(a) - hostRank(b) || comparePathPatterns(a.pattern, b.pattern)
}

/** Smaller is more specific. */
function hostRank({ host }: Winner): number {
  if (host === null) return Number.MAX_SAFE_INTEGER
  return host.startsWith('*.') ? 1000 - host.length : -1
}

/** The more specific host: it bounds the requests that both matches fit. */
function hostOf(winners: readonly Winner[]): string {
  return winners.find(({ host }) => host !== null)?.host ?? ''
}
