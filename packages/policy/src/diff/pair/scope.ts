/**
 * What can differ at all. Parts that say the same on both sides are left out, so that the cost follows the size of the change.
 *
 * A request of which every match that fits it, on either side, is of a resource that is the same on both sides, with the same lists, is
 * decided alike: routing sees the same candidates, and the rules see the same grants.
 *
 * @module
 */
import type { Bundle, Resource } from '@marque/core'
import { isSame, ofBoth, type Sides } from './bundle-pair.ts'

export interface Scope {
  /** Something that every request meets differs: `self`, tenancy, what is done with unmatched requests, path-borne versions. */
  readonly all: boolean
  /** Names of resources that differ, or whose lists do. */
  readonly resources: ReadonlySet<string>
  /** Tenants that have to be asked about one by one. */
  readonly tenants: readonly string[]
  /** Templates, the names of tenants or the versions differ: other spellings of an unchanged path may be read otherwise (D4). */
  readonly bindings: boolean
}

export function scopeOf(sides: Sides): Scope {
  const [before, after] = [sides[0].bundle, sides[1].bundle]
  const tenants = ofBoth(sides, ({ bundle }) => Object.keys(bundle.tenants))
  const changedTenants = tenants.filter(
    (name) => !isSame(before.tenants[name], after.tenants[name]),
  )
  const members = tenants.some(
    (name) => !Object.hasOwn(before.tenants, name) || !Object.hasOwn(after.tenants, name),
  )
  const versionPaths = [versionPath(before), versionPath(after)] as const
  const versions =
    versionPaths[0] !== versionPaths[1] ||
    (versionPaths[0] !== null &&
      !isSame([...sides[0].versions].sort(), [...sides[1].versions].sort()))
  const tenancy = !isSame(before.tenancy, after.tenancy)
  const changedSets = new Set(
    ofBoth(sides, ({ bundle }) => Object.keys(bundle.sets)).filter(
      (name) => !isSame(before.sets[name], after.sets[name]),
    ),
  )
  const differs = (name: string): boolean => {
    const [old, now] = [sides[0].resources.get(name), sides[1].resources.get(name)]
    if (old === undefined || now === undefined || !isSame(old, now)) return true
    return (
      before.staleAfter[now.sensitivity] !== after.staleAfter[now.sensitivity] ||
      now.grants.some(({ sets }) => sets.some((set) => changedSets.has(set))) ||
      (!isSame(before.context, after.context) && now.grants.some(({ when }) => when !== null))
    )
  }
  const names = ofBoth(sides, ({ resources }) => resources.keys())
  const content = new Set(names.filter(differs))
  const byTenant = names.filter((name) => changedTenants.length > 0 && usesTenant(sides, name))
  const all =
    tenancy ||
    members ||
    versions ||
    before.unmatched !== after.unmatched ||
    !isSame(before.self, after.self)
  // A path that a changed resource gives up may fall to any other.
  const everyTenant = tenancy || (content.size > 0 && names.some((name) => usesTenant(sides, name)))
  return {
    all,
    resources: new Set([...content, ...byTenant]),
    tenants: everyTenant
      ? tenants
      : [...new Set([...changedTenants, ...tenants.slice(0, 2)])].sort(),
    bindings: tenancy || members || versions,
  }
}

function versionPath({ context: { apiVersion } }: Bundle): string | null {
  return apiVersion !== undefined && 'path' in apiVersion ? apiVersion.path : null
}

/** Whether answers of a resource depend on which tenant is asked. */
function usesTenant(sides: Sides, name: string): boolean {
  return sides.some(({ resources }) => isTenantBound(resources.get(name)))
}

function isTenantBound(resource: Resource | undefined): boolean {
  return (
    resource?.grants.some(
      ({ tenant, token, when }) => tenant || token || when?.claims !== undefined,
    ) ?? false
  )
}
