/**
 * The origin lists that the grants of a resource name, and what they hold.
 *
 * @module
 */
import { type Bundle, type OriginList, type OriginPattern, readPattern } from '@marque/core'
import { covers, readEntry } from '../pattern-covers.ts'
import { resourceNamed } from './resource-named.ts'

/** A list by its set or its tenant. */
export interface NamedList {
  readonly set: string | null
  readonly tenant: string | null
  readonly list: OriginList
}

/** The lists of a resource, and which of them hold an origin or pattern as it is written. */
export interface ResourceLists {
  readonly lists: readonly NamedList[]
  /** Those that hold an origin or pattern as it is written, in their order. */
  readonly holding: (entry: string) => readonly NamedList[]
  /** Those with a pattern that is the entry or covers it. */
  readonly covering: (entry: string) => readonly NamedList[]
}

/** What was found in a bundle, by the names of the lists: resources with the same ones share them. */
interface BundleLists {
  readonly used: Map<string, UsedLists>
  readonly byResource: Map<string, UsedLists>
}

/** The sets that the grants of a resource name, and whether they name directories of tenants. */
interface UsedLists {
  readonly sets: readonly string[]
  readonly directories: boolean
  /** By the tenants. */
  readonly lists: Map<string, ResourceLists>
}

const BUNDLES = new WeakMap<Bundle, BundleLists>()

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
  const { sets, directories, lists } = usedBy(bundle, resource)
  const names = directories ? (tenants ?? Object.keys(bundle.tenants)) : []
  const key = names.join()
  let found = lists.get(key)
  if (found === undefined) {
    found = indexed(listsNamed(bundle, sets, names))
    lists.set(key, found)
  }
  return found
}

function usedBy(bundle: Bundle, resource: string | null): UsedLists {
  let known = BUNDLES.get(bundle)
  if (known === undefined) {
    known = { used: new Map(), byResource: new Map() }
    BUNDLES.set(bundle, known)
  }
  const name = resource ?? ''
  let used = known.byResource.get(name)
  if (used === undefined) {
    const grants = resourceNamed(bundle, resource)?.grants ?? []
    const sets = [...new Set(grants.flatMap((grant) => grant.sets))].sort()
    const directories = grants.some(({ tenant }) => tenant)
    const key = JSON.stringify([sets, directories])
    used = known.used.get(key) ?? { sets, directories, lists: new Map() }
    known.used.set(key, used)
    known.byResource.set(name, used)
  }
  return used
}

function listsNamed(
  bundle: Bundle,
  sets: readonly string[],
  tenants: readonly string[],
): readonly NamedList[] {
  const known = (list: OriginList | undefined, name: Omit<NamedList, 'list'>): NamedList[] =>
    list === undefined ? [] : [{ ...name, list }]
  return [
    ...sets.flatMap((set) => known(bundle.sets[set], { set, tenant: null })),
    ...tenants.flatMap((tenant) => known(bundle.tenants[tenant], { set: null, tenant })),
  ]
}

/** More lists are indexed; fewer are looked through, which takes less memory. */
const MOST_UNINDEXED = 8

function indexed(lists: readonly NamedList[]): ResourceLists {
  const withPatterns = lists.filter(({ list }) => list.patterns.length > 0)
  const covering = (entry: string): readonly NamedList[] => {
    if (withPatterns.length === 0) return withPatterns
    const read = readEntry(entry)
    return withPatterns.filter(
      ({ list }) =>
        list.patterns.includes(entry) ||
        (read !== undefined && patternsIn(list).some((pattern) => covers(pattern, read))),
    )
  }
  if (lists.length <= MOST_UNINDEXED) {
    const holding = (entry: string): readonly NamedList[] =>
      lists.filter(({ list }) => entriesOf(list).has(entry))
    return { lists, holding, covering }
  }
  const byEntry = new Map<string, NamedList[]>()
  for (const one of lists) {
    for (const entry of entriesOf(one.list)) {
      const holding = byEntry.get(entry)
      if (holding === undefined) byEntry.set(entry, [one])
      else holding.push(one)
    }
  }
  return { lists, holding: (entry) => byEntry.get(entry) ?? [], covering }
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

const PATTERNS = new WeakMap<OriginList, readonly OriginPattern[]>()

function patternsIn(list: OriginList): readonly OriginPattern[] {
  let patterns = PATTERNS.get(list)
  if (patterns === undefined) {
    patterns = list.patterns.flatMap((text) => readPattern(text) ?? [])
    PATTERNS.set(list, patterns)
  }
  return patterns
}
