/**
 * The tenants of a box: for which requests of tenants, and of none, a change holds.
 *
 * @module
 */
import type { Box, PlaceGroup } from '../boxes/index.ts'
import { listText } from '../edits/index.ts'
import { dependsOnTenant } from '../places/index.ts'
import type { Bundles } from './conditions.ts'
import { resourceNamed } from './resource-named.ts'

/** More tenants are counted instead of named. */
const MOST_TENANTS = 3

/** The tenant of a change, and the words for it. */
export interface TenantFacts {
  /** Null where the tenant does not matter, or where there is not exactly one. */
  readonly only: string | null
  /** Empty where the tenant does not matter. */
  readonly text: string
}

/**
 * Every tenant for which the change holds: several are named too, and so are requests without a tenant, since a resource can decide them otherwise.
 */
export function tenantsOf(
  { direction, dimensions: { place } }: Box,
  bundles: Bundles,
): TenantFacts {
  const side = direction === 'wider' ? 1 : 0
  const places = [...place.values()]
  const names = new Set(places.flatMap((one) => nameAt(one, side) ?? []))
  const others = places.filter((one) => nameAt(one, side) === null)
  const hasUnknown = others.some(({ unknownTenants }) => unknownTenants.includes(true))
  const hasNone = others.some(({ unknownTenants }) => !unknownTenants.includes(true))
  const [first] = names
  if (first === undefined) {
    const matters = places.every((one) => isRead(one, side, bundles))
    return { only: null, text: hasNone && !hasUnknown && matters ? 'without tenant' : '' }
  }
  const all = Object.keys(bundles[side].tenants)
  const hasAll = all.every((name) => names.has(name))
  const parts = [
    ...(hasNone ? ['without tenant'] : []),
    ...(hasUnknown ? ['for unknown tenants'] : []),
    namesText([...names].sort(), hasAll),
  ]
  const isAnyway = hasAll && hasNone
  return {
    only: names.size === 1 && others.length === 0 ? first : null,
    text: isAnyway ? '' : listText(parts, 'and'),
  }
}

function nameAt({ tenants }: PlaceGroup, side: 0 | 1): string | null {
  return tenants[side] ?? tenants[1 - side] ?? null
}

function namesText(names: readonly string[], isAll: boolean): string {
  if (names.length === 1) return `for the tenant \`${names[0]}\``
  if (isAll) return 'for every tenant'
  if (names.length > MOST_TENANTS) return `for ${names.length} tenants`
  return `for the tenants ${listText(
    names.map((name) => `\`${name}\``),
    'and',
  )}`
}

/** Whether decisions at a place depend on the tenant of the request. */
function isRead({ resources }: PlaceGroup, side: 0 | 1, bundles: Bundles): boolean {
  const bundle = bundles[side]
  const grants = resourceNamed(bundle, resources[side])?.grants ?? []
  return Object.keys(bundle.tenants).length > 0 && dependsOnTenant(grants)
}
