/**
 * The origin lists that the grants of a resource name, and what they hold.
 *
 * @module
 */
import type { Bundle, OriginList } from '@marque/core'
import { patternCovers } from '../pattern-covers.ts'

/** A list by its set or its tenant. */
export interface NamedList {
  readonly set: string | null
  readonly tenant: string | null
  readonly list: OriginList
}

/** The lists of a resource, and which of them hold an origin or pattern as it is written. */
export interface ResourceLists {
  readonly lists: readonly NamedList[]
  /** Those that have patterns. */
  readonly withPatterns: readonly NamedList[]
  /** Those that hold an origin or pattern as it is written, in their order. */
  readonly holding: (entry: string) => readonly NamedList[]
}

const RESOURCE_LISTS = new WeakMap<Bundle, Map<string, ResourceLists>>()

/**
 * The lists of a resource.
 *
 * @param tenants Whose directories count where a grant is for `@tenant`; null for all.
 */
export function listsOf(
  bundle: Bundle,
  resource: string | null,
  tenants: readonly string[] | null,
): ResourceLists {
  let known = RESOURCE_LISTS.get(bundle)
  if (known === undefined) {
    known = new Map()
    RESOURCE_LISTS.set(bundle, known)
  }
  const key = JSON.stringify([resource, tenants])
  let found = known.get(key)
  if (found === undefined) {
    found = indexed(findLists(bundle, resource, tenants))
    known.set(key, found)
  }
  return found
}

/** More lists are indexed; fewer are looked through, which takes less memory. */
const MOST_UNINDEXED = 8

function indexed(lists: readonly NamedList[]): ResourceLists {
  const withPatterns = lists.filter(({ list }) => list.patterns.length > 0)
  if (lists.length <= MOST_UNINDEXED) {
    const holding = (entry: string): readonly NamedList[] =>
      lists.filter(({ list }) => entriesOf(list).has(entry))
    return { lists, withPatterns, holding }
  }
  const byEntry = new Map<string, NamedList[]>()
  for (const one of lists) {
    for (const entry of entriesOf(one.list)) {
      const holding = byEntry.get(entry)
      if (holding === undefined) byEntry.set(entry, [one])
      else holding.push(one)
    }
  }
  return { lists, withPatterns, holding: (entry) => byEntry.get(entry) ?? [] }
}

function findLists(
  bundle: Bundle,
  resource: string | null,
  tenants: readonly string[] | null,
): readonly NamedList[] {
  const grants = bundle.resources.find(({ name }) => name === resource)?.grants ?? []
  const sets = [...new Set(grants.flatMap((grant) => grant.sets))].sort()
  const directories = grants.some(({ tenant }) => tenant)
    ? (tenants ?? Object.keys(bundle.tenants))
    : []
  const known = (list: OriginList | undefined, name: Omit<NamedList, 'list'>): NamedList[] =>
    list === undefined ? [] : [{ ...name, list }]
  return [
    ...sets.flatMap((set) => known(bundle.sets[set], { set, tenant: null })),
    ...directories.flatMap((tenant) => known(bundle.tenants[tenant], { set: null, tenant })),
  ]
}

const ENTRIES = new WeakMap<OriginList, ReadonlySet<string>>()

/** The origins and patterns of a list, as they are written. */
export function entriesOf(list: OriginList): ReadonlySet<string> {
  let entries = ENTRIES.get(list)
  if (entries === undefined) {
    entries = new Set([...list.exact, ...list.patterns])
    ENTRIES.set(list, entries)
  }
  return entries
}

/** Whether a pattern covers an origin, or everything that another pattern covers, and is not the same text. */
export function isBelow(entry: string, patternText: string): boolean {
  return entry !== patternText && patternCovers(patternText, entry)
}
