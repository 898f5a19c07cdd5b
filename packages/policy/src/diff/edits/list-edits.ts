/**
 * Edits of origin sets and of the directories of tenants.
 *
 * @module
 */
import type { Bundle, Grant, OriginList } from '@marque/core'
import { formatInstant } from '@marque/core/instant'
import { type Edit, type OriginListName, pointer, quoted } from './edit.ts'
import { isSame } from './same.ts'

const EMPTY: OriginList = { exact: [], patterns: [], until: null }

/** Sets with equal origins and another name. The set of an origin written inline has no name of its own. */
export function renamedSets(before: Bundle, after: Bundle): ReadonlyMap<string, string> {
  const removed = namesOnlyIn(before.sets, after.sets).filter((name) => !isInline(before, name))
  const added = namesOnlyIn(after.sets, before.sets).filter((name) => !isInline(after, name))
  return pairRenamed(before.sets, after.sets, removed, added)
}

/**
 * Edits of sets: origins, the end, and names. A bundle holds the sets that grants name, so that a set that appears or disappears is an edit
 * of a grant.
 */
export function setEdits(before: Bundle, after: Bundle): readonly Edit[] {
  const edits: Edit[] = []
  for (const [old, now] of renamedSets(before, after)) {
    edits.push({
      ...FACTS,
      kind: 'set-renamed',
      path: pointer('sets', now),
      subject: `set ${quoted(old)}`,
      plural: 'sets',
      says: [`renamed ${quoted(now)}`, 'renamed'],
      apply: (bundle) => renameSet(bundle, old, now),
    })
  }
  for (const [name, list] of Object.entries(after.sets)) {
    const old = before.sets[name]
    if (old !== undefined) edits.push(...originEdits({ kind: 'set', name }, old, list))
  }
  return edits
}

/** Edits of tenants: added, removed, renamed, origins of a directory. */
export function tenantEdits(before: Bundle, after: Bundle): readonly Edit[] {
  const removed = namesOnlyIn(before.tenants, after.tenants)
  const added = namesOnlyIn(after.tenants, before.tenants)
  const renamed = pairRenamed(before.tenants, after.tenants, removed, added)
  const edits: Edit[] = []
  for (const [old, now] of renamed) {
    const list = after.tenants[now] ?? EMPTY
    edits.push({
      ...FACTS,
      kind: 'tenant-renamed',
      path: pointer('tenants', now),
      subject: `tenant ${quoted(old)}`,
      plural: 'tenants',
      says: [`renamed ${quoted(now)}`, 'renamed'],
      apply: (bundle) => withTenant(withoutTenant(bundle, old), now, list),
    })
  }
  const renames = new Set(renamed.values())
  for (const name of removed) {
    if (renamed.has(name)) continue
    edits.push({
      ...FACTS,
      kind: 'tenant-removed',
      path: pointer('tenants', name),
      subject: `tenant ${quoted(name)}`,
      plural: 'tenants',
      says: ['removed', 'removed'],
      list: { kind: 'tenant', name },
      apply: (bundle) => withoutTenant(bundle, name),
    })
  }
  for (const name of added) {
    if (renames.has(name)) continue
    const list = after.tenants[name] ?? EMPTY
    edits.push({
      ...FACTS,
      kind: 'tenant-added',
      path: pointer('tenants', name),
      subject: `tenant ${quoted(name)}`,
      plural: 'tenants',
      says: [`added, with ${originCount(list)}`, 'added'],
      list: { kind: 'tenant', name },
      apply: (bundle) => withTenant(bundle, name, list),
    })
  }
  for (const [name, list] of Object.entries(after.tenants)) {
    const old = before.tenants[name]
    if (old !== undefined) edits.push(...originEdits({ kind: 'tenant', name }, old, list))
  }
  return edits
}

const FACTS = { resources: null, origin: null, list: null } as const

/** The words for a set or for a tenant's directory. */
function listText({ kind, name }: OriginListName): string {
  return kind === 'set' ? quoted(name) : `the directory of the tenant ${quoted(name)}`
}

function originEdits(list: OriginListName, before: OriginList, after: OriginList): readonly Edit[] {
  if (isSame(before, after)) return []
  const folder = list.kind === 'set' ? 'sets' : 'tenants'
  const edits: Edit[] = []
  for (const key of ['exact', 'patterns'] as const) {
    const [old, now] = [new Set(before[key]), new Set(after[key])]
    const one = (origin: string, index: number, joins: boolean): Edit => ({
      kind: joins ? 'origin-added' : 'origin-removed',
      path: pointer(folder, list.name, key, index),
      subject: quoted(origin),
      plural: key === 'exact' ? 'origins' : 'patterns',
      says: joins
        ? [`joins ${listText(list)}`, `join ${listText(list)}`]
        : [`leaves ${listText(list)}`, `leave ${listText(list)}`],
      resources: null,
      origin,
      list,
      apply: (bundle) =>
        mapList(bundle, list, (found) => ({
          ...found,
          [key]: joins
            ? [...found[key], origin].sort()
            : found[key].filter((other) => other !== origin),
        })),
    })
    for (const [index, origin] of after[key].entries()) {
      if (!old.has(origin)) edits.push(one(origin, index, true))
    }
    for (const [index, origin] of before[key].entries()) {
      if (!now.has(origin)) edits.push(one(origin, index, false))
    }
  }
  if (before.until !== after.until) {
    const { until } = after
    const text = endText(before.until, until)
    edits.push({
      ...FACTS,
      kind: 'list-end',
      path: pointer(folder, list.name, 'until'),
      subject: list.kind === 'set' ? `set ${quoted(list.name)}` : listText(list),
      plural: list.kind === 'set' ? 'sets' : 'directories',
      says: [text, text],
      list,
      apply: (bundle) => mapList(bundle, list, (found) => ({ ...found, until })),
    })
  }
  return edits
}

/** The change of an end in words. */
export function endText(before: number | null, after: number | null): string {
  const instead = before === null ? '' : ` instead of ${formatInstant(before)}`
  return after === null
    ? `no longer ends (before: ${before === null ? 'never' : formatInstant(before)})`
    : `ends at ${formatInstant(after)}${instead}`
}

function originCount({ exact, patterns }: OriginList): string {
  const number = exact.length + patterns.length
  return `${number} ${number === 1 ? 'origin' : 'origins'}`
}

/** Sets of origins written inline, and of exceptions, have the origin as their name. */
function isInline({ sets }: Bundle, name: string): boolean {
  const { exact = [], patterns = [] } = sets[name] ?? EMPTY
  return [...exact, ...patterns].join() === name
}

function namesOnlyIn(
  here: { readonly [name: string]: OriginList },
  there: { readonly [name: string]: OriginList },
): readonly string[] {
  return Object.keys(here).filter((name) => !Object.hasOwn(there, name))
}

function pairRenamed(
  before: { readonly [name: string]: OriginList },
  after: { readonly [name: string]: OriginList },
  removed: readonly string[],
  added: readonly string[],
): ReadonlyMap<string, string> {
  const free = new Set(added)
  const pairs = new Map<string, string>()
  for (const old of removed) {
    const now = [...free].find((name) => isSame(before[old], after[name]))
    if (now === undefined) continue
    pairs.set(old, now)
    free.delete(now)
  }
  return pairs
}

function mapList(
  bundle: Bundle,
  { kind, name }: OriginListName,
  change: (list: OriginList) => OriginList,
): Bundle {
  const lists = kind === 'set' ? bundle.sets : bundle.tenants
  const changed = { ...lists, [name]: change(lists[name] ?? EMPTY) }
  return kind === 'set' ? { ...bundle, sets: changed } : { ...bundle, tenants: changed }
}

function mapGrants(bundle: Bundle, change: (grant: Grant) => Grant): Bundle {
  return {
    ...bundle,
    resources: bundle.resources.map((resource) => ({
      ...resource,
      grants: resource.grants.map(change),
    })),
  }
}

function renameSet(bundle: Bundle, old: string, now: string): Bundle {
  const { [old]: list = EMPTY, ...others } = bundle.sets
  const renamed = mapGrants(bundle, (grant) =>
    grant.sets.includes(old)
      ? { ...grant, sets: grant.sets.map((set) => (set === old ? now : set)).sort() }
      : grant,
  )
  return { ...renamed, sets: { ...others, [now]: list } }
}

function withTenant(bundle: Bundle, name: string, list: OriginList): Bundle {
  return { ...bundle, tenants: { ...bundle.tenants, [name]: list } }
}

function withoutTenant(bundle: Bundle, name: string): Bundle {
  const { [name]: _, ...tenants } = bundle.tenants
  return { ...bundle, tenants }
}
