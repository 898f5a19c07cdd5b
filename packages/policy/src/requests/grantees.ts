/**
 * Grants, and the origins that can use them.
 *
 * @module
 */
import type { Bundle, Grant, OriginList, Resource } from '@marque/core'
import { originsIn, patternsMatching, UNLISTED_ORIGIN } from './sample-origins.ts'

/** A grant with the index by which decisions name it. */
export interface IndexedGrant {
  readonly resource: Resource
  readonly grant: Grant
  /** Its index among the grants of its resource; null for an exception. */
  readonly index: number | null
}

/** An origin that a grant is for. */
export interface Grantee {
  readonly origin: string
  /** The tenant whose directory lists the origin, or null. */
  readonly tenant: string | null
  /** The end of the list that the origin is in, epoch milliseconds; null for none. */
  readonly until: number | null
}

/** The grantees of one list that a grant names. */
export interface GranteeList {
  /** The name of the set; `@tenant`, `*`, or `null` for opaque origins. */
  readonly name: string
  readonly grantees: readonly Grantee[]
}

/** Origins of a list at most. */
const MOST_ORIGINS = 20

/** Origins of one tenant's directory at most. */
const MOST_TENANT_ORIGINS = 2

const ANY_GRANTEE: Grantee = { origin: UNLISTED_ORIGIN, tenant: null, until: null }

/** Every grant of the bundle, in its order. */
export function* indexedGrants(bundle: Bundle): Generator<IndexedGrant> {
  for (const resource of bundle.resources) {
    let index = 0
    for (const grant of resource.grants) {
      yield { resource, grant, index: grant.exception === null ? index++ : null }
    }
  }
}

/** Some grantees of each list that the grant names; lists without an origin are left out. */
export function granteesOf(grant: Grant, bundle: Bundle): readonly GranteeList[] {
  if (grant.any) return [{ name: '*', grantees: [ANY_GRANTEE] }]
  const sets = grant.sets.map((name) => ({
    name,
    grantees: granteesIn(bundle.sets[name], null, MOST_ORIGINS),
  }))
  const tenants = grant.tenant
    ? Object.entries(bundle.tenants).flatMap(([name, list]) =>
        granteesIn(list, name, MOST_TENANT_ORIGINS),
      )
    : []
  const opaque = grant.nullReach ? [{ origin: 'null', tenant: null, until: null }] : []
  return [
    ...sets,
    { name: '@tenant', grantees: tenants },
    { name: 'null', grantees: opaque },
  ].filter(({ grantees }) => grantees.length > 0)
}

/** One grantee that may read answers; `undefined` where the lists of the grant are empty. */
export function firstGrantee(grant: Grant, bundle: Bundle): Grantee | undefined {
  if (grant.any) return ANY_GRANTEE
  for (const name of grant.sets) {
    const [first] = granteesIn(bundle.sets[name], null, 1)
    if (first !== undefined) return first
  }
  if (!grant.tenant) return undefined
  for (const name of Object.keys(bundle.tenants)) {
    const [first] = granteesIn(bundle.tenants[name], name, 1)
    if (first !== undefined) return first
  }
  return undefined
}

/** Whether some origin can use the grant. */
export function hasGrantee(bundle: Bundle, grant: Grant): boolean {
  if (grant.any || grant.nullReach) return true
  const lists = [
    ...grant.sets.map((name) => bundle.sets[name]),
    ...(grant.tenant ? Object.values(bundle.tenants) : []),
  ]
  return lists.some((list) => list !== undefined && list.exact.length + list.patterns.length > 0)
}

function granteesIn(
  list: OriginList | undefined,
  tenant: string | null,
  most: number,
): readonly Grantee[] {
  if (list === undefined) return []
  const { until } = list
  return originsIn(list, most).map((origin) => ({ origin, tenant, until }))
}

/**
 * Keeps of every list what matches one of `origins`. Requests of these origins are decided as by the whole bundle.
 *
 * @param bundle Its lists are sorted: the cost is one binary search for each list and origin.
 */
export function restrictOrigins(bundle: Bundle, origins: readonly string[]): Bundle {
  const exact = [...origins].sort()
  const patterns = [...new Set(origins.flatMap(patternsMatching))].sort()
  const restricted = (lists: Bundle['sets']): Bundle['sets'] =>
    Object.fromEntries(
      Object.entries(lists).map(([name, list]): [string, OriginList] => [
        name,
        {
          exact: exact.filter((text) => holds(list.exact, text)),
          patterns: patterns.filter((text) => holds(list.patterns, text)),
          until: list.until,
        },
      ]),
    )
  return { ...bundle, sets: restricted(bundle.sets), tenants: restricted(bundle.tenants) }
}

/** Binary search in a sorted list. */
function holds(sorted: readonly string[], text: string): boolean {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const found = sorted[middle]
    if (found === undefined || found === text) return found === text
    if (found < text) low = middle + 1
    else high = middle
  }
  return false
}
