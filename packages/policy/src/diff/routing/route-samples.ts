/**
 * One URL for each kind of path and host that routing tells apart (D4, D7, D15).
 *
 * The patterns of both bundles are walked together, segment by segment: every literal that either knows at that place, the tenants and
 * API versions where a name stands for one, and a word that neither knows. Two plain paths that the same patterns fit, with the same
 * tenant and version, lead to the same place on both sides whatever the rest of them is, so the first one stands for all.
 *
 * @module
 */

import type { Scope, Sides, Vocabulary } from '../pair/index.ts'
import type { HostClass } from './host-classes.ts'
import type { Entry } from './pattern-tree.ts'
import { leadersOf } from './specificity.ts'
import {
  childrenOf,
  ends,
  foldedChildrenOf,
  isDirty,
  passed,
  type Stand,
  tenantsAt,
  wordsAt,
} from './tree-position.ts'

export interface Place {
  readonly prefix: string
  /** Segments of the path; null for the server as a whole (`OPTIONS *`). */
  readonly segments: readonly string[] | null
  /** Matches of both sides that fit it, templates left out. */
  readonly matches: readonly Entry[]
  /** Methods that some match tells from others, whichever way the path is read. */
  readonly named: ReadonlySet<string>
  /** The API version that the path names, by side; empty where it names none that a condition knows. */
  readonly versions: readonly [string, string]
}

export interface Places {
  readonly places: readonly Place[]
  /** Whether the walk was ended because there are too many. */
  readonly cut: boolean
}

/** Places and steps at most: memory and time stay bounded whatever the patterns are. */
const MOST_PLACES = 60_000
export const MOST_STEPS = 1_000_000

interface Walk {
  readonly sides: Sides
  readonly scope: Scope
  readonly vocabulary: Vocabulary
  readonly tenants: readonly string[]
  /** Authorities of own origins that a Host chooses among: there the host matters by itself. */
  readonly chosen: ReadonlySet<string>
  readonly found: Map<string, Place>
  /** A pattern or a version has upper case, so that a reader who ignores case may see another path. */
  readonly cased: boolean
  readonly most: number
  steps: number
  cut: boolean
}

/**
 * @param chosen Hosts that choose among several own origins (D6).
 * @param most Steps at most.
 */
export function placesOf(
  sides: Sides,
  scope: Scope,
  hosts: readonly HostClass[],
  vocabulary: Vocabulary,
  chosen: ReadonlySet<string>,
  most: number,
): Places {
  const found = new Map<string, Place>()
  const walk: Walk = {
    sides,
    scope,
    vocabulary,
    tenants: scope.tenants,
    chosen,
    found,
    cased: isCased(sides, vocabulary),
    most,
    steps: 0,
    cut: false,
  }
  for (const host of hosts) {
    const start = { nodes: host.trees, above: [] }
    step(walk, host, start, start, [])
  }
  // Behind all others: a server as a whole is told only where no path tells the same.
  const [first] = hosts
  if (scope.all && first !== undefined) {
    for (const host of hosts) {
      if (host !== first && !chosen.has(host.host)) continue
      const server = { segments: null, matches: [], versions: ['', ''] } as const
      found.set(`* ${host.host}`, { prefix: host.prefix, named: new Set(), ...server })
    }
  }
  return { places: [...found.values()], cut: walk.cut }
}

/** Whether a pattern or a version has upper case, so that a reader who ignores case may see another path. */
export function isCased(sides: Sides, { versions }: Vocabulary): boolean {
  const texts = sides.flatMap(({ bundle: { resources, tenancy, context } }) => [
    ...resources.flatMap(({ match }) => match.map(({ path }) => path)),
    ...Object.values(tenancy ?? {}),
    ...Object.values(context.apiVersion ?? {}),
  ])
  return [...texts, ...versions].some((text) => {
    const plain = text.replace(/\{[^}]*\}/g, '')
    return plain !== plain.toLowerCase()
  })
}

/** @param folded Where a reader stands who ignores case (D4); the same as `raw` where no pattern has upper case. */
function step(
  walk: Walk,
  host: HostClass,
  raw: Stand,
  folded: Stand,
  segments: readonly string[],
): void {
  if (walk.cut) return
  if (!walk.scope.all && !isDirty(raw) && !isDirty(folded)) return
  walk.steps++
  if (walk.steps > walk.most || walk.found.size > MOST_PLACES) {
    walk.cut = true
    return
  }
  const [here, hereFolded] = [passed(raw), passed(folded)]
  add(walk, host, segments, [...here, ...ends(raw)], [...hereFolded, ...ends(folded)])
  const { otherWord } = walk.vocabulary
  for (const word of [...wordsFor(walk, host, raw, folded), otherWord]) {
    const next = { nodes: raw.nodes.flatMap((node) => childrenOf(node, word)), above: here }
    const nextFolded = walk.cased
      ? { nodes: folded.nodes.flatMap((node) => foldedChildrenOf(node, word)), above: hereFolded }
      : next
    // Where nothing more is known, one word below stands for everything below.
    if (next.nodes.length + nextFolded.nodes.length > 0) {
      step(walk, host, next, nextFolded, [...segments, word])
    } else add(walk, host, [...segments, word], here, hereFolded)
  }
}

function wordsFor(walk: Walk, host: HostClass, raw: Stand, folded: Stand): readonly string[] {
  const words = wordsAt([...raw.nodes, ...folded.nodes], {
    tenants: tenantsAt(walk.tenants, host),
    versions: walk.vocabulary.versions,
  })
  return walk.cased
    ? [...new Set(words.flatMap((word) => [word, word.toLowerCase()]))].sort()
    : words
}

function add(
  walk: Walk,
  host: HostClass,
  segments: readonly string[],
  entries: readonly Entry[],
  folded: readonly Entry[],
): void {
  const { scope, sides, found, chosen } = walk
  if (!scope.all && ![...entries, ...folded].some(({ dirty }) => dirty)) return
  const lower = segments.map((segment) => segment.toLowerCase())
  const textsOf = (read: readonly Entry[], words: readonly string[]): readonly string[][] =>
    ([0, 1] as const).map((side) => [...ledText(read, side, words, sides[side].bundle.tenants)])
  const versions = [
    versionAt(sides, 0, entries, segments),
    versionAt(sides, 1, entries, segments),
  ] as const
  const key = JSON.stringify([
    textsOf(entries, segments),
    walk.cased && [textsOf(folded, lower), foldedVersions(walk.vocabulary, folded, lower)],
    versions,
    host.tenants.map((name, side) => known(name, sides[side === 0 ? 0 : 1].bundle.tenants)),
    chosen.has(host.host) ? host.host : '',
  ])
  if (found.has(key)) return
  found.set(key, {
    prefix: host.prefix,
    segments,
    matches: entries.filter(({ match }) => match !== null),
    named: new Set([...entries, ...folded].flatMap(({ match }) => match?.methods ?? [])),
    versions,
  })
}

/** The versions that a path names to a reader who ignores case. @param lower Its segments in lower case. */
export function foldedVersions(
  vocabulary: Vocabulary,
  entries: readonly Entry[],
  lower: readonly string[],
): readonly string[] {
  const versions = vocabulary.versions.map((version) => version.toLowerCase())
  return entries.flatMap(({ versionAt: at }) => {
    const word = at < 0 ? '' : (lower[at] ?? '')
    return versions.includes(word) ? [word] : []
  })
}

/**
 * What decides where a path leads on one side, as texts: the matches that lead, and the tenants that they and the templates read out of
 * the path.
 */
export function ledText(
  entries: readonly Entry[],
  side: 0 | 1,
  segments: readonly string[],
  tenants: { readonly [name: string]: unknown },
): readonly string[] {
  const own = entries.filter((entry) => entry.side === side)
  const templates = own.filter(({ match, tenantAt }) => match === null && tenantAt >= 0)
  return [...leadersOf(own), ...templates]
    .map((entry) => entry.text + bound(entry, segments, tenants))
    .sort()
}

/** What an entry reads out of the path. */
function bound(
  { tenantAt }: Entry,
  segments: readonly string[],
  tenants: { readonly [name: string]: unknown },
): string {
  return tenantAt < 0 ? '' : ` ${known(segments[tenantAt] ?? null, tenants)}`
}

export function known(name: string | null, tenants: { readonly [name: string]: unknown }): string {
  if (name === null) return ''
  return Object.hasOwn(tenants, name) ? name : '?'
}

export function versionAt(
  sides: Sides,
  side: 0 | 1,
  entries: readonly Entry[],
  segments: readonly string[],
): string {
  const template = entries.find((entry) => entry.side === side && entry.versionAt >= 0)
  const version = template === undefined ? '' : (segments[template.versionAt] ?? '')
  return sides[side].versions.has(version) ? version : ''
}
