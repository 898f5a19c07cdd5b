/**
 * The scope of the comparison: what can differ at all. Equal parts are left out, so that the cost depends on the size of the change.
 *
 * Where every match for a request, on either side, belongs to a resource that is equal on both sides, with equal lists, the decisions are
 * equal: routing has the same candidates, and the rules have the same grants.
 *
 * @module
 */
import type { Bundle, Resource } from '@marque/core'
import { type BundlePair, isSame, ofBoth } from './bundle-pair.ts'

export interface Scope {
  /** Something that affects every request differs: `self`, tenancy, `unmatched`, API versions in the path. */
  readonly all: boolean
  /** Names of resources that differ themselves or in their lists. */
  readonly resources: ReadonlySet<string>
  /** Tenants that have to be compared one by one. */
  readonly tenants: readonly string[]
  /** Templates, names of tenants or versions differ: other spellings of an unchanged path may be read differently (D4). */
  readonly bindings: boolean
}

export function scopeOf(sides: BundlePair): Scope {
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
  // A path that a changed resource no longer matches may belong to any other.
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

/** Whether decisions of a resource depend on the tenant. */
function usesTenant(sides: BundlePair, name: string): boolean {
  return sides.some(({ resources }) => isTenantBound(resources.get(name)))
}

function isTenantBound(resource: Resource | undefined): boolean {
  return (
    resource?.grants.some(
      ({ tenant, token, when }) => tenant || token || when?.claims !== undefined,
    ) ?? false
  )
}
