/**
 * Classes of senders of a route: origins with the same grants, and those that no list holds.
 *
 * @module
 */

import { getOrCreate, type ResourceRules } from '../pair/index.ts'
import type { Route, RouteClass } from '../routing/index.ts'
import type { Member, OriginGroups } from './origin-groups.ts'

/** A grant for a sender, and the latest end of the lists that hold the sender; null for no end. */
export interface Fit {
  readonly at: number
  readonly end: number | null
}

export type SenderKind = 'listed' | 'own' | 'unlisted' | 'null' | 'malformed' | 'several' | 'none'

export interface SenderClass {
  readonly kind: SenderKind
  /** The Origin headers of its requests. */
  readonly origins: readonly string[]
  /** The origins and patterns that name the class. */
  readonly names: readonly string[]
  /** Origins that the patterns among the names match and that belong to other classes. */
  readonly except: readonly string[]
  /** No origin is listed on this route, so that the unlisted origin represents all. */
  readonly noneListed: boolean
  /** Only the directory of the request's tenant holds them. */
  readonly ofTenant: boolean
  /** Names of the sets that hold it, by side. */
  readonly sets: readonly [readonly string[], readonly string[]]
  readonly fits: readonly [readonly Fit[], readonly Fit[]]
}

/** The rules of a route on both sides. */
export type RulesPair = readonly [ResourceRules, ResourceRules]

const MALFORMED = 'https://Malformed.invalid'

/** The name of origins that no list holds. */
const UNLISTED_NAME = '*'

/** The classes for which decisions may differ; those with the same rules on both sides are left out. */
export function senderClasses(
  route: RouteClass,
  rules: RulesPair,
  groups: OriginGroups,
  unlisted: string,
): readonly SenderClass[] {
  const noneListed = usedLists(route.routes, rules, groups).size === 0
  const alike =
    route.spelling === null && routeText(route, 0, rules[0]) === routeText(route, 1, rules[1])
  const differs = (fits: SenderClass['fits']): boolean =>
    !alike || fitsText(rules[0], fits[0]) !== fitsText(rules[1], fits[1])
  const special = (
    kind: SenderKind,
    origins: readonly string[],
    name: string,
    groupIndices: (one: ResourceRules) => readonly number[],
  ): SenderClass => {
    const fits = rules.map((one) => groupIndices(one).map((at) => ({ at, end: null })))
    return {
      kind,
      origins,
      names: [name],
      except: [],
      noneListed,
      ofTenant: false,
      sets: [[], []],
      fits: [fits[0] ?? [], fits[1] ?? []],
    }
  }
  const all = mergeUngranted([
    special('none', [], '', () => []),
    special('unlisted', [unlisted], UNLISTED_NAME, ({ forAny }) => forAny),
    special('null', ['null'], 'null', ({ forNull }) => forNull),
    special('malformed', [MALFORMED], 'malformed', ({ forAny }) => forAny),
    special('several', [unlisted, unlisted], 'several', ({ forAny }) => forAny),
  ]).filter(({ fits }) => differs(fits))
  return [...all, ...listed(route, rules, groups, differs), ...own(route, rules, groups)]
}

/** Senders without any grant are refused whatever their Origin is, only for different reasons: the unlisted origin represents them. */
function mergeUngranted(senders: readonly SenderClass[]): readonly SenderClass[] {
  const ungranted = senders.filter(({ kind, fits }) => kind !== 'none' && fits.flat().length === 0)
  const [host] = ungranted
  if (host?.kind !== 'unlisted') return senders
  const names = ungranted.flatMap((one) => one.names)
  return [...senders.filter((one) => !ungranted.includes(one)), { ...host, names }]
}

/** A key of everything in the route that affects decisions. */
function routeText({ routes, versions }: RouteClass, side: 0 | 1, rules: ResourceRules): string {
  const { status, tenant } = routes[side]
  return JSON.stringify([status, rules.text, tenant, rules.hasConditions ? versions[side] : ''])
}

/** A key of the grants for a sender: senders with equal keys get equal decisions. */
export function fitsText({ grants }: ResourceRules, fits: readonly Fit[]): string {
  return fits.map(({ at, end }) => `${end} ${grants[at]?.text}`).join('\n')
}

function listed(
  route: RouteClass,
  rules: RulesPair,
  groups: OriginGroups,
  differs: (fits: SenderClass['fits']) => boolean,
): readonly SenderClass[] {
  const lists = usedLists(route.routes, rules, groups)
  const groupIndices = new Set([...lists.keys()].flatMap((list) => groups.byList[list] ?? []))
  const classes = new Map<string, { fits: SenderClass['fits']; members: NamedMember[] }>()
  const within = new Map<string, Set<string>>()
  for (const index of groupIndices) {
    const group = groups.groups[index]
    if (group === undefined) continue
    const named = group.exact.filter((list) => lists.has(list))
    const patterned = group.byPattern.filter((list) => lists.has(list))
    const fits = fitsFor(rules, lists, [...named, ...patterned], groups)
    for (const member of group.members) {
      const name = nameOf(member, named.length > 0, lists, groups)
      for (const pattern of member.patterns) {
        if (pattern !== name) getOrCreate(within, pattern, newSet).add(name)
      }
    }
    if (!differs(fits)) continue
    const key = `${fitsText(rules[0], fits[0])}\n\n${fitsText(rules[1], fits[1])}`
    const found = getOrCreate(classes, key, () => ({ fits, members: [] }))
    const sets = setsOf(groups, [...named, ...patterned])
    for (const member of group.members) {
      if (route.ownOnBoth.has(member.origin) || route.ownInPart.includes(member.origin)) continue
      const name = nameOf(member, named.length > 0, lists, groups)
      found.members.push({ name, origin: member.origin, sets })
    }
  }
  return [...classes.values()].flatMap(({ fits, members }) =>
    classOf('listed', fits, members, within),
  )
}

/** Origins that are own on one side, or for some requests: decisions about them differ whatever the grants are. */
function own(route: RouteClass, rules: RulesPair, groups: OriginGroups): readonly SenderClass[] {
  const lists = usedLists(route.routes, rules, groups)
  return route.ownInPart.flatMap((origin) => {
    const holding = groups.listsOf(origin).lists.filter((list) => lists.has(list))
    const fits = fitsFor(rules, lists, holding, groups)
    const members = [{ name: origin, origin, sets: setsOf(groups, holding) }]
    return classOf('own', fits, members, new Map())
  })
}

function newSet(): Set<string> {
  return new Set()
}

interface NamedMember {
  readonly name: string
  readonly origin: string
  readonly sets: SenderClass['sets']
}

function classOf(
  kind: SenderKind,
  fits: SenderClass['fits'],
  members: readonly NamedMember[],
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
      except: names.flatMap((name) => [...(within.get(name) ?? [])]),
      noneListed: false,
      ofTenant: kind === 'listed' && members.every(({ sets }) => sets.flat().length === 0),
      sets: [of(0), of(1)],
      fits,
    },
  ]
}

/** The lists that grants of the route use, each with the indices of these grants. */
function usedLists(
  routes: readonly [Route, Route],
  rules: RulesPair,
  groups: OriginGroups,
): ReadonlyMap<number, readonly number[]> {
  const lists = new Map<number, readonly number[]>()
  for (const side of [0, 1] as const) {
    const { bySet, forTenant } = rules[side]
    for (const [name, grants] of bySet) {
      const list = groups.indexOf(side, 'set', name)
      if (list !== undefined) lists.set(list, grants)
    }
    const { tenant, status } = routes[side]
    if (forTenant.length === 0 || tenant === null || status !== 'known') continue
    const list = groups.indexOf(side, 'tenant', tenant)
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
    const endEntries = new Map<number, number | null>(rules[side].forAny.map((at) => [at, null]))
    for (const index of holding) {
      const held = groups.lists[index]
      if (held === undefined || held.side !== side) continue
      const { until } = held.list
      for (const at of lists.get(index) ?? []) {
        const known = endEntries.get(at)
        if (known === null) continue
        endEntries.set(at, until === null || known === undefined ? until : Math.max(known, until))
      }
    }
    return [...endEntries].map(([at, end]) => ({ at, end })).sort((a, b) => a.at - b.at)
  }
  return [of(0), of(1)]
}

/** A listed origin is named by itself, another one by the most specific matching pattern of the route. */
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
    lists.flatMap((index) => {
      const held = groups.lists[index]
      return held?.side === side && held.kind === 'set' ? [held.name] : []
    })
  return [of(0), of(1)]
}
