/**
 * Groups of origins that the same lists hold on both sides: no rule distinguishes them.
 *
 * Every listed origin is in one group. Each pattern adds unlisted origins just below its host: one on each port that some pattern has, and on
 * one that none has. An origin that also matches a longer pattern is in the group of that pattern, since the patterns that match a host follow
 * from the longest suffix among them.
 *
 * @module
 */
import { hostEndOf, type OriginList, readOrigin, readPattern } from '@marque/core'
import { firstUnused, type Known, patternsMatching } from '../../requests/index.ts'
import { type BundlePair, getOrCreate } from '../pair/index.ts'

/** A set, or a tenant's directory, of one side. */
export interface ListOf {
  readonly side: 0 | 1
  readonly kind: 'set' | 'tenant'
  readonly name: string
  readonly list: OriginList
}

export interface OriginGroup {
  /** Indices in {@link OriginGroups.lists}: lists with the exact origins, and lists with a pattern that matches them. */
  readonly exact: readonly number[]
  readonly byPattern: readonly number[]
  readonly members: readonly Member[]
}

export interface Member {
  readonly origin: string
  /** Matching patterns, the most specific first. */
  readonly patterns: readonly string[]
}

export interface OriginGroups {
  readonly lists: readonly ListOf[]
  /** The index of a list. */
  readonly indexOf: (side: 0 | 1, kind: ListOf['kind'], name: string) => number | undefined
  readonly groups: readonly OriginGroup[]
  /** Indices of groups by index of their lists. */
  readonly byList: readonly (readonly number[])[]
  /** Indices of the lists that hold an origin, and whether one has it exactly. */
  readonly listsOf: (origin: string) => {
    readonly lists: readonly number[]
    readonly named: boolean
  }
  readonly patternLists: (pattern: string) => readonly number[]
}

/** Groups the origins of the lists that some resources use. */
export function groupOrigins(sides: BundlePair, resources: ReadonlySet<string>): OriginGroups {
  const lists = [...usedLists(sides, resources)]
  const indices = new Map(lists.map(({ side, kind, name }, at) => [`${side}${kind} ${name}`, at]))
  const exact = new Map<string, number[]>()
  const patterns = new Map<string, number[]>()
  lists.forEach(({ list }, at) => {
    for (const origin of list.exact) getOrCreate(exact, origin, newList).push(at)
    for (const pattern of list.patterns) getOrCreate(patterns, pattern, newList).push(at)
  })
  const fitting = (origin: string): readonly string[] =>
    patterns.size === 0 ? [] : patternsMatching(origin).filter((text) => patterns.has(text))
  const groups = new Map<string, { exact: number[]; byPattern: number[]; members: Member[] }>()
  const add = (origin: string): void => {
    const texts = fitting(origin)
    const named = exact.get(origin) ?? []
    const byPattern = [...new Set(texts.flatMap((text) => patterns.get(text) ?? []))].sort(
      ascending,
    )
    const key = `${named.join()} ${byPattern.join()}`
    const group = getOrCreate(groups, key, () => ({ exact: named, byPattern, members: [] }))
    group.members.push({ origin, patterns: texts })
  }
  for (const origin of exact.keys()) add(origin)
  const own = new Set(sides.flatMap(({ bundle }) => bundle.self))
  const taken = { has: (text: string) => exact.has(text) || own.has(text) }
  for (const origin of unlistedOrigins([...patterns.keys()], taken)) add(origin)
  const all = [...groups.values()]
  const byList: number[][] = lists.map(() => [])
  all.forEach((group, at) => {
    for (const list of new Set([...group.exact, ...group.byPattern])) byList[list]?.push(at)
  })
  return {
    lists,
    indexOf: (side, kind, name) => indices.get(`${side}${kind} ${name}`),
    groups: all,
    byList,
    listsOf: (origin) => ({
      lists: [
        ...new Set([
          ...(exact.get(origin) ?? []),
          ...fitting(origin).flatMap((text) => patterns.get(text) ?? []),
        ]),
      ],
      named: exact.has(origin),
    }),
    patternLists: (pattern) => patterns.get(pattern) ?? [],
  }
}

/** The lists that some of the resources use. */
function* usedLists(sides: BundlePair, resources: ReadonlySet<string>): Iterable<ListOf> {
  for (const side of [0, 1] as const) {
    const { sets, tenants, resources: all } = sides[side].bundle
    const grants = all.filter(({ name }) => resources.has(name)).flatMap((one) => one.grants)
    for (const name of [...new Set(grants.flatMap((grant) => grant.sets))].sort()) {
      const list = Object.hasOwn(sets, name) ? sets[name] : undefined
      if (list !== undefined) yield { side, kind: 'set', name, list }
    }
    if (!grants.some(({ tenant }) => tenant)) continue
    for (const [name, list] of Object.entries(tenants)) yield { side, kind: 'tenant', name, list }
  }
}

/** For each pattern and each distinguished port an unlisted origin that it matches and that no longer pattern matches. */
function* unlistedOrigins(texts: readonly string[], taken: Known): Iterable<string> {
  const patterns = texts.flatMap((text) => readPattern(text) ?? [])
  const hosts = new Set(patterns.map(({ scheme, host }) => `${scheme} ${host}`))
  const ports = new Map<string, Set<number>>()
  for (const { scheme, port } of patterns) {
    const known = getOrCreate(ports, scheme, () => new Set<number>())
    if (typeof port === 'number') known.add(port)
  }
  const seen = new Set<string>()
  for (const pattern of patterns) {
    const { scheme, host } = pattern
    const end = hostEndOf(pattern)
    const name = end === null ? host : `*${end}`
    if (seen.has(`${scheme} ${name}`)) continue
    seen.add(`${scheme} ${name}`)
    const known = [...(ports.get(scheme) ?? [])]
    const isTold = (label: string): boolean =>
      hosts.has(`${scheme} ${label}${end}`) ||
      [null, ...known].some((port) => taken.has(originText(scheme, `${label}${end}`, port)))
    const full = end === null ? host : `${firstUnused(['any'], 'any', { has: isTold })}${end}`
    const other = unusedPort(
      (port) => known.includes(port) || taken.has(originText(scheme, full, port)),
    )
    for (const port of [null, ...known, other]) {
      const origin = originText(scheme, full, port)
      if (!taken.has(origin) && readOrigin(origin) !== undefined) yield origin
    }
  }
}

function originText(scheme: string, host: string, port: number | null): string {
  return `${scheme}://${host}${port === null ? '' : `:${port}`}`
}

function unusedPort(isTaken: (port: number) => boolean): number {
  let port = 8444
  while (isTaken(port)) port++
  return port
}

function newList(): number[] {
  return []
}

function ascending(a: number, b: number): number {
  return a - b
}
