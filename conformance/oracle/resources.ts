/**
 * D4, D7 and D15: which resource, which tenant and which API version the readings of a path lead to.
 *
 * @module
 */
import type { Bundle, Match, Resource } from '@marque/core'
import { fold, matchPattern, pathRank, type Reading, readingsOf, sameText } from './paths.ts'
import type { Target } from './target.ts'

/** The tenant according to host, path and layer. */
export type ResolvedTenant =
  | { readonly state: 'none' | 'unknown' }
  | { readonly state: 'known'; readonly name: string }

export interface ResourceMatch {
  readonly resource: Resource | null
  readonly tenant: ResolvedTenant
  /** The path-borne API version, where a condition of the bundle names it. */
  readonly version: string | null
}

/**
 * Null if the path is ambiguous.
 *
 * @param told The tenant that the layer knows of.
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
  if (target.path === '*') {
    // D4: asterisk-form is for a server-wide OPTIONS. ADR 0001, 13: it has no resource.
    if (sentMethod !== 'OPTIONS') return null
    const tenant = resolveTenant(bundle, hostTenant(bundle, target.name), layerTenant, false)
    return { resource: null, tenant, version: null }
  }
  const readings = readingsOf(target.path)
  if (readings === null) return null
  let agreed: ResourceMatch | null = null
  for (const reading of readings) {
    const place = resourceFor(bundle, target.name, layerTenant, reading, method)
    if (place === null) return null
    if (agreed !== null && !sameResource(agreed, place)) return null
    agreed = place
  }
  return agreed
}

/** ADR 0001, 10. */
function sameResource(a: ResourceMatch, b: ResourceMatch): boolean {
  const name = (place: ResourceMatch): string =>
    place.tenant.state === 'known' ? place.tenant.name : ''
  return (
    a.resource === b.resource &&
    a.tenant.state === b.tenant.state &&
    name(a) === name(b) &&
    a.version === b.version
  )
}

/** Null if two resources match with equal rank (ADR 0001, 11). */
function resourceFor(
  bundle: Bundle,
  host: string,
  layerTenant: string | null,
  reading: Reading,
  method: string,
): ResourceMatch | null {
  const fitting: { resource: Resource; match: Match; tenant: string | undefined }[] = []
  for (const resource of bundle.resources) {
    for (const match of resource.match) {
      if (!hostFits(match.host, host) || !methodsFit(match.methods, method)) continue
      const segments = match.encodedSlash === 'data' ? reading.data : reading.separator
      const names = matchPattern(match.path, segments, reading.folded)
      if (names !== null) fitting.push({ resource, match, tenant: names.get('tenant') })
    }
  }
  const best = fitting.filter((one) =>
    fitting.every((other) => compareRank(one.match, other.match) >= 0),
  )
  const [first] = best
  if (best.some((one) => one.resource !== first?.resource)) return null
  const names = [...hostTenant(bundle, host), ...pathTenant(bundle, reading)]
  if (first?.tenant !== undefined) names.push(first.tenant)
  return {
    resource: first?.resource ?? null,
    tenant: resolveTenant(bundle, names, layerTenant, reading.folded),
    version: pathVersion(bundle, reading),
  }
}

function hostFits(pattern: string | null, host: string): boolean {
  if (pattern === null) return true
  if (!pattern.startsWith('*.')) return pattern === host
  return host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1
}

/** D7: GET covers HEAD. */
export function methodsFit(methods: readonly string[] | null, method: string): boolean {
  if (methods === null) return true
  return methods.includes(method) || (method === 'HEAD' && methods.includes('GET'))
}

/** D7: host, then path from the left, then a match with methods before one without. */
function compareRank(a: Match, b: Match): number {
  const rank = (match: Match): readonly number[] => [
    match.host === null ? 0 : match.host.startsWith('*.') ? 1 : 2,
    match.host?.startsWith('*.') ? match.host.length : 0,
    ...pathRank(match.path),
  ]
  const [left, right] = [rank(a), rank(b)]
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return (a.methods === null ? 0 : 1) - (b.methods === null ? 0 : 1)
}

/** ADR 0001, 14: `{tenant}` in `tenancy.host` is exactly one label. */
function hostTenant(bundle: Bundle, host: string): string[] {
  if (bundle.tenancy === null || !('host' in bundle.tenancy)) return []
  const expected = bundle.tenancy.host.split('.')
  const have = host.split('.')
  if (expected.length !== have.length) return []
  let name: string | undefined
  for (const [index, want] of expected.entries()) {
    if (want === '{tenant}') name = have[index]
    else if (want !== have[index]) return []
  }
  return name === undefined || name === '' ? [] : [name]
}

/** ADR 0001, 9: templates always use the decoded form. */
function pathTenant(bundle: Bundle, reading: Reading): string[] {
  if (bundle.tenancy === null || !('path' in bundle.tenancy)) return []
  const name = matchPattern(bundle.tenancy.path, reading.separator, reading.folded)?.get('tenant')
  return name === undefined ? [] : [name]
}

/** ADR 0001, 14: all that say something agree, and name a member. The layer alone establishes nothing. */
function resolveTenant(
  bundle: Bundle,
  names: readonly string[],
  layerTenant: string | null,
  folded: boolean,
): ResolvedTenant {
  const [first] = names
  if (first === undefined) return { state: layerTenant === null ? 'none' : 'unknown' }
  if (!names.every((name) => sameText(name, first, folded))) return { state: 'unknown' }
  const member = Object.keys(bundle.tenants).find((name) => sameText(name, first, folded))
  if (member === undefined || (layerTenant !== null && layerTenant !== member))
    return { state: 'unknown' }
  return { state: 'known', name: member }
}

/** ADR 0001, 10: a version that no condition names counts as none. */
function pathVersion(bundle: Bundle, reading: Reading): string | null {
  const source = bundle.context.apiVersion
  if (source === undefined || !('path' in source)) return null
  const value = matchPattern(source.path, reading.separator, reading.folded)?.get('apiVersion')
  if (value === undefined) return null
  const named = bundle.resources
    .flatMap((resource) => resource.grants)
    .flatMap((grant) => grant.when?.apiVersion ?? [])
  if (!reading.folded) return named.includes(value) ? value : null
  const fitting = new Set(named.filter((name) => fold(name) === fold(value)))
  return fitting.size === 0 ? null : [...fitting].sort().join(' ')
}
