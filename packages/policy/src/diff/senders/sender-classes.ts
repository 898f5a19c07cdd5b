/**
 * The senders that a cell tells apart: origins that the same grants fit, and those that no list holds.
 *
 * @module
 */

import { entryOf, type ResourceRules } from '../pair/index.ts'
import type { Cell, RouteOf } from '../routing/index.ts'
import type { Member, OriginGroups } from './origin-groups.ts'

/** A grant that fits a sender, and when the last of the lists ends that make it fit; null: never. */
export interface Fit {
  readonly at: number
  readonly end: number | null
}

export type SenderKind = 'listed' | 'own' | 'stranger' | 'null' | 'malformed' | 'several' | 'none'

export interface SenderClass {
  readonly kind: SenderKind
  /** Lines of Origin of the requests that are asked. */
  readonly origins: readonly string[]
  /** Origins and patterns that the class is called by. */
  readonly names: readonly string[]
  /** What the patterns among the names fit, and is told apart from them. */
  readonly but: readonly string[]
  /** No origin is listed here at all, so that a stranger is anybody. */
  readonly alone: boolean
  /** The directory of the request's tenant holds them, and nothing else does. */
  readonly ofTenant: boolean
  /** Names of the sets by which it is granted something, by side. */
  readonly sets: readonly [readonly string[], readonly string[]]
  readonly fits: readonly [readonly Fit[], readonly Fit[]]
}

/** Both sides' rules at a cell. */
export type RulesPair = readonly [ResourceRules, ResourceRules]

const MALFORMED = 'https://Malformed.invalid'

/** What any origin that no list holds is called. */
const STRANGER = '*'

/** The classes that something may differ for; those that meet the same texts on both sides are left out. */
export function classesIn(
  cell: Cell,
  rules: RulesPair,
  groups: OriginGroups,
  stranger: string,
): readonly SenderClass[] {
  const alone = usedLists(cell.routes, rules, groups).size === 0
  const alike =
    cell.spelling === null && routeText(cell, 0, rules[0]) === routeText(cell, 1, rules[1])
  const differs = (fits: SenderClass['fits']): boolean =>
    !alike || fitsText(rules[0], fits[0]) !== fitsText(rules[1], fits[1])
  const special = (
    kind: SenderKind,
    origins: readonly string[],
    name: string,
    places: (one: ResourceRules) => readonly number[],
  ): SenderClass => {
    const fits = rules.map((one) => places(one).map((at) => ({ at, end: null })))
    return {
      kind,
      origins,
      names: [name],
      but: [],
      alone,
      ofTenant: false,
      sets: [[], []],
      fits: [fits[0] ?? [], fits[1] ?? []],
    }
  }
  const all = withGuests([
    special('none', [], '', () => []),
    special('stranger', [stranger], STRANGER, ({ forAny }) => forAny),
    special('null', ['null'], 'null', ({ forNull }) => forNull),
    special('malformed', [MALFORMED], 'malformed', ({ forAny }) => forAny),
    special('several', [stranger, stranger], 'several', ({ forAny }) => forAny),
  ]).filter(({ fits }) => differs(fits))
  return [...all, ...listed(cell, rules, groups, differs), ...own(cell, rules, groups)]
}

/** Whom no grant fits is refused whatever his Origin is, for another reason only: the stranger is asked for all of them. */
function withGuests(senders: readonly SenderClass[]): readonly SenderClass[] {
  const guests = senders.filter(({ kind, fits }) => kind !== 'none' && fits.flat().length === 0)
  const [host] = guests
  if (host?.kind !== 'stranger') return senders
  const names = guests.flatMap((one) => one.names)
  return [...senders.filter((one) => !guests.includes(one)), { ...host, names }]
}

/** The stranger alone. */
export function withoutGuests(sender: SenderClass): SenderClass {
  return sender.kind === 'stranger' ? { ...sender, names: [STRANGER] } : sender
}

/** What of the route itself matters to answers. */
function routeText({ routes, versions }: Cell, side: 0 | 1, rules: ResourceRules): string {
  const { status, tenant } = routes[side]
  return JSON.stringify([status, rules.text, tenant, rules.hasConditions ? versions[side] : ''])
}

/** The grants that fit a sender, as a text: senders with the same texts are answered alike. */
export function fitsText({ grants }: ResourceRules, fits: readonly Fit[]): string {
  return fits.map(({ at, end }) => `${end} ${grants[at]?.text}`).join('\n')
}

function listed(
  cell: Cell,
  rules: RulesPair,
  groups: OriginGroups,
  differs: (fits: SenderClass['fits']) => boolean,
): readonly SenderClass[] {
  const lists = usedLists(cell.routes, rules, groups)
  const places = new Set([...lists.keys()].flatMap((list) => groups.byList[list] ?? []))
  const classes = new Map<string, { fits: SenderClass['fits']; members: Called[] }>()
  const within = new Map<string, Set<string>>()
  for (const place of places) {
    const group = groups.groups[place]
    if (group === undefined) continue
    const named = group.exact.filter((list) => lists.has(list))
    const patterned = group.byPattern.filter((list) => lists.has(list))
    const fits = fitsFor(rules, lists, [...named, ...patterned], groups)
    for (const member of group.members) {
      const name = nameOf(member, named.length > 0, lists, groups)
      for (const pattern of member.patterns) {
        if (pattern !== name) entryOf(within, pattern, newSet).add(name)
      }
    }
    if (!differs(fits)) continue
    const key = `${fitsText(rules[0], fits[0])}\n\n${fitsText(rules[1], fits[1])}`
    const found = entryOf(classes, key, () => ({ fits, members: [] }))
    const sets = setsOf(groups, [...named, ...patterned])
    for (const member of group.members) {
      if (cell.ownOnBoth.has(member.origin) || cell.ownInPart.includes(member.origin)) continue
      const name = nameOf(member, named.length > 0, lists, groups)
      found.members.push({ name, origin: member.origin, sets })
    }
  }
  return [...classes.values()].flatMap(({ fits, members }) =>
    classOf('listed', fits, members, within),
  )
}

/** Origins that are own on one side, or for some of the requests: where nothing is asked, something differs whatever the grants are. */
function own(cell: Cell, rules: RulesPair, groups: OriginGroups): readonly SenderClass[] {
  const lists = usedLists(cell.routes, rules, groups)
  return cell.ownInPart.flatMap((origin) => {
    const holding = groups.listsOf(origin).lists.filter((list) => lists.has(list))
    const fits = fitsFor(rules, lists, holding, groups)
    const members = [{ name: origin, origin, sets: setsOf(groups, holding) }]
    return classOf('own', fits, members, new Map())
  })
}

function newSet(): Set<string> {
  return new Set()
}

interface Called {
  readonly name: string
  readonly origin: string
  readonly sets: SenderClass['sets']
}

function classOf(
  kind: SenderKind,
  fits: SenderClass['fits'],
  members: readonly Called[],
  within: ReadonlyMap<string, ReadonlySet<string>>,
): readonly SenderClass[] {
  const sorted = [...members].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const [first] = sorted
  if (first === undefined) return []
  const names = [...new Set(sorted.map(({ name }) => name))]
  const of = (side: 0 | 1): string[] =>
    [...new Set(sorted.flatMap(({ sets }) => sets[side]))].sort()
  return [
    {
      kind,
      origins: [first.origin],
      names,
      but: names.flatMap((name) => [...(within.get(name) ?? [])]),
      alone: false,
      ofTenant: kind === 'listed' && members.every(({ sets }) => sets.flat().length === 0),
      sets: [of(0), of(1)],
      fits,
    },
  ]
}

/** The lists by which grants of the cell fit, each with the places of these grants. */
function usedLists(
  routes: readonly [RouteOf, RouteOf],
  rules: RulesPair,
  groups: OriginGroups,
): ReadonlyMap<number, readonly number[]> {
  const lists = new Map<number, readonly number[]>()
  for (const side of [0, 1] as const) {
    const { bySet, forTenant } = rules[side]
    for (const [name, grants] of bySet) {
      const list = groups.placeOf(side, 'set', name)
      if (list !== undefined) lists.set(list, grants)
    }
    const { tenant, status } = routes[side]
    if (forTenant.length === 0 || tenant === null || status !== 'known') continue
    const list = groups.placeOf(side, 'tenant', tenant)
    if (list !== undefined) lists.set(list, forTenant)
  }
  return lists
}

function fitsFor(
  rules: RulesPair,
  lists: ReadonlyMap<number, readonly number[]>,
  holding: readonly number[],
  groups: OriginGroups,
): SenderClass['fits'] {
  const of = (side: 0 | 1): Fit[] => {
    const ends = new Map<number, number | null>(rules[side].forAny.map((at) => [at, null]))
    for (const place of holding) {
      const held = groups.lists[place]
      if (held === undefined || held.side !== side) continue
      const { until } = held.list
      for (const at of lists.get(place) ?? []) {
        const known = ends.get(at)
        if (known === null) continue
        ends.set(at, until === null || known === undefined ? until : Math.max(known, until))
      }
    }
    return [...ends].map(([at, end]) => ({ at, end })).sort((a, b) => a.at - b.at)
  }
  return [of(0), of(1)]
}

/** An origin that a list of the cell names is called so, another by the most specific pattern that fits it there. */
function nameOf(
  { origin, patterns }: Member,
  named: boolean,
  lists: ReadonlyMap<number, unknown>,
  groups: OriginGroups,
): string {
  const isUsed = (pattern: string): boolean =>
    groups.patternLists(pattern).some((list) => lists.has(list))
  return named ? origin : (patterns.find(isUsed) ?? origin)
}

function setsOf(groups: OriginGroups, lists: readonly number[]): SenderClass['sets'] {
  const of = (side: 0 | 1): string[] =>
    lists.flatMap((place) => {
      const held = groups.lists[place]
      return held?.side === side && held.kind === 'set' ? [held.name] : []
    })
  return [of(0), of(1)]
}
