/**
 * One URL for each class of paths and hosts that routing distinguishes (D4, D7, D15).
 *
 * The patterns of both bundles are walked together, segment by segment: with every literal of either bundle at that position, tenants and
 * API versions where a segment names one, and a word that neither has. Two normalised paths that the same patterns match, with the same
 * tenant and version, are routed alike on both sides, so the first one represents all.
 *
 * @module
 */

import type { BundlePair, Scope, Vocabulary } from '../pair/index.ts'
import type { HostClass } from './host-classes.ts'
import type { Entry } from './pattern-tree.ts'
import { leadersOf } from './specificity.ts'
import {
  childrenIgnoringCase,
  childrenOf,
  endEntries,
  isAffected,
  restEntries,
  type TreePosition,
  tenantsAt,
  wordsAt,
} from './tree-position.ts'

export interface RouteSample {
  readonly prefix: string
  /** The segments of the path; null for the server as a whole (`OPTIONS *`). */
  readonly segments: readonly string[] | null
  /** The matching entries of both sides, without templates. */
  readonly matches: readonly Entry[]
  /** Methods that some match names, in any reading of the path. */
  readonly named: ReadonlySet<string>
  /** The API version in the path, by side; empty for none that a condition names. */
  readonly versions: readonly [string, string]
}

export interface RouteSamples {
  readonly samples: readonly RouteSample[]
  /** Whether the walk stopped at its bound. */
  readonly cut: boolean
}

/** Samples and steps at most: they bound memory and time for any patterns. */
const MOST_SAMPLES = 60_000
export const MOST_STEPS = 1_000_000

interface Walk {
  readonly sides: BundlePair
  readonly scope: Scope
  readonly vocabulary: Vocabulary
  readonly tenants: readonly string[]
  /** Hosts that select one of several own origins: there the host itself matters. */
  readonly chosen: ReadonlySet<string>
  readonly found: Map<string, RouteSample>
  /** A pattern or a version has upper case, so that ignoring case may change the match. */
  readonly cased: boolean
  readonly most: number
  steps: number
  cut: boolean
}

/**
 * @param chosen Hosts that select one of several own origins (D6).
 * @param most Steps at most.
 */
export function sampleRoutes(
  sides: BundlePair,
  scope: Scope,
  hosts: readonly HostClass[],
  vocabulary: Vocabulary,
  chosen: ReadonlySet<string>,
  most: number,
): RouteSamples {
  const found = new Map<string, RouteSample>()
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
    visit(walk, host, start, start, [])
  }
  // Last: `OPTIONS *` is reported only where no path has the same change.
  const [first] = hosts
  if (scope.all && first !== undefined) {
    for (const host of hosts) {
      if (host !== first && !chosen.has(host.host)) continue
      const server = { segments: null, matches: [], versions: ['', ''] } as const
      found.set(`* ${host.host}`, { prefix: host.prefix, named: new Set(), ...server })
    }
  }
  return { samples: [...found.values()], cut: walk.cut }
}

/** Whether a pattern or a version has upper case, so that ignoring case may change the match. */
export function isCased(sides: BundlePair, { versions }: Vocabulary): boolean {
  const texts = sides.flatMap(({ bundle: { resources, tenancy, context } }) => [
    ...resources.flatMap(({ match }) => match.map(({ path }) => path)),
    ...Object.values(tenancy ?? {}).flat(),
    ...Object.values(context.apiVersion ?? {}),
  ])
  return [...texts, ...versions].some((text) => {
    const plain = text.replace(/\{[^}]*\}/g, '')
    return plain !== plain.toLowerCase()
  })
}

/** @param folded The position ignoring case (D4); equal to `raw` where no pattern has upper case. */
function visit(
  walk: Walk,
  host: HostClass,
  raw: TreePosition,
  folded: TreePosition,
  segments: readonly string[],
): void {
  if (walk.cut) return
  if (!walk.scope.all && !isAffected(raw) && !isAffected(folded)) return
  walk.steps++
  if (walk.steps > walk.most || walk.found.size > MOST_SAMPLES) {
    walk.cut = true
    return
  }
  const [here, hereFolded] = [restEntries(raw), restEntries(folded)]
  add(walk, host, segments, [...here, ...endEntries(raw)], [...hereFolded, ...endEntries(folded)])
  const { otherWord } = walk.vocabulary
  for (const word of [...wordsFor(walk, host, raw, folded), otherWord]) {
    const next = { nodes: raw.nodes.flatMap((node) => childrenOf(node, word)), above: here }
    const nextFolded = walk.cased
      ? {
          nodes: folded.nodes.flatMap((node) => childrenIgnoringCase(node, word)),
          above: hereFolded,
        }
      : next
    // Below the last node one word represents everything below.
    if (next.nodes.length + nextFolded.nodes.length > 0) {
      visit(walk, host, next, nextFolded, [...segments, word])
    } else add(walk, host, [...segments, word], here, hereFolded)
  }
}

function wordsFor(
  walk: Walk,
  host: HostClass,
  raw: TreePosition,
  folded: TreePosition,
): readonly string[] {
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
  if (!scope.all && ![...entries, ...folded].some(({ affected }) => affected)) return
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

/** The versions in a path, ignoring case. @param lower Its segments in lower case. */
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
 * A key of the route of a path on one side: the deciding matches, and the tenants in the path.
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

/** The tenant or version of an entry in the path. */
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
  sides: BundlePair,
  side: 0 | 1,
  entries: readonly Entry[],
  segments: readonly string[],
): string {
  const template = entries.find((entry) => entry.side === side && entry.versionAt >= 0)
  const version = template === undefined ? '' : (segments[template.versionAt] ?? '')
  return sides[side].versions.has(version) ? version : ''
}
