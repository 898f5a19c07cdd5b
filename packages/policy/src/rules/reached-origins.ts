/**
 * Which origins a grant reaches in one environment, and which two grants both reach, until when.
 *
 * @module
 */
import type { ModelGrant, ModelOrigin, ModelSet } from '../read/index.ts'
import { isInEnvironment, type Judgement } from './judgement.ts'
import {
  findOverlaps,
  indexOrigins,
  type OriginIndex,
  type Overlap,
  type Overlaps,
} from './origin-index.ts'

/** One list with its end. */
export interface Directory {
  readonly index: OriginIndex
  /** Epoch milliseconds; infinite if there is no end. */
  readonly until: number
}

/** One entry of a grant's `origins`: a set is one directory, `@tenant` one for each tenant. */
export interface Source {
  readonly directories: readonly Directory[]
  readonly tenants: boolean
}

/** Asks about the origins of grants; answers are remembered. */
export interface OriginReach {
  /** The entries of a grant except `*`, without sets of other environments. */
  readonly sourcesOf: (grant: ModelGrant) => readonly Source[]
  /** The other sources that have an origin in common with this one. */
  readonly neighborsOf: (source: Source) => ReadonlyMap<Source, Overlap>
  /** An origin that both grants reach, the one that lasts longest; undefined if there is none. */
  readonly overlap: (a: ModelGrant, b: ModelGrant) => Overlap | undefined
  /** Whether the lists are too many to compare: then two grants count as apart. */
  readonly exhausted: () => boolean
}

/** Pairs of lists that are joined. Real policies stay far below; a hostile one ends here rather than in hours. */
const MAX_WORK = 5_000_000

const prepared = new WeakMap<Judgement, OriginReach>()

/** The look-ups of one judgement, built on first use and shared by all rules. */
export function reachOf(judgement: Judgement): OriginReach {
  const known = prepared.get(judgement)
  if (known !== undefined) return known
  const reach = prepareReach(judgement)
  prepared.set(judgement, reach)
  return reach
}

/**
 * Prepares the questions for one judgement. Nothing is compared before the first question that needs it.
 *
 * @param maxWork Bound on the pairs of lists; only tests give another.
 */
export function prepareReach(judgement: Judgement, maxWork: number = MAX_WORK): OriginReach {
  const { bySet, tenants, byGrant } = collectSources(judgement)
  const known = new Map<ModelGrant, readonly Source[]>()
  let overlaps: Overlaps<Source> | undefined
  let exhausted = false
  let around: {
    readonly grant: ModelGrant
    readonly sources: ReadonlyMap<Source, Overlap>
  } | null = null

  const sourcesOf = (grant: ModelGrant): readonly Source[] => {
    const before = known.get(grant)
    if (before !== undefined) return before
    const sources = new Set<Source>()
    for (const { name } of grant.sets) {
      const source = bySet.get(name)
      if (source !== undefined) sources.add(source)
    }
    const inline = byGrant.get(grant)
    if (inline !== undefined) sources.add(inline)
    if (grant.tenant) sources.add(tenants)
    const list = [...sources]
    known.set(grant, list)
    return list
  }

  const neighborsOf = (source: Source): ReadonlyMap<Source, Overlap> => {
    if (overlaps === undefined && !exhausted) {
      const all = [...bySet.values(), ...byGrant.values(), tenants]
      overlaps = findOverlaps(
        all.flatMap((owner) =>
          owner.directories.map(({ index, until }) => ({ owner, all: index.all, until })),
        ),
        maxWork,
      )
      exhausted = overlaps === undefined
    }
    return overlaps?.get(source) ?? NONE
  }

  /** Look-ups come in runs of one grant with all earlier ones. */
  const reachedAround = (grant: ModelGrant): ReadonlyMap<Source, Overlap> => {
    if (around?.grant === grant) return around.sources
    const sources = new Map<Source, Overlap>()
    for (const source of sourcesOf(grant)) {
      const own = longestOf(source)
      if (own !== undefined) keepLonger(sources, source, own)
      for (const [other, overlap] of neighborsOf(source)) keepLonger(sources, other, overlap)
    }
    around = { grant, sources }
    return sources
  }

  return {
    sourcesOf,
    neighborsOf,
    exhausted: () => exhausted,
    overlap: (a, b) => {
      if (a.any || b.any) return overlapWithAny(a, b, sourcesOf)
      let best: Overlap | undefined = a.nullReach && b.nullReach ? NULL_OVERLAP : undefined
      const near = reachedAround(b)
      for (const source of sourcesOf(a)) best = longer(best, near.get(source))
      return best
    },
  }
}

const NONE: ReadonlyMap<Source, Overlap> = new Map()

/** `nullReach` adds the one origin that no list can name (D14). */
const NULL_OVERLAP: Overlap = { origin: 'null', until: Number.POSITIVE_INFINITY }

function collectSources({ model, environment }: Judgement): {
  readonly bySet: ReadonlyMap<string, Source>
  readonly tenants: Source
  readonly byGrant: ReadonlyMap<ModelGrant, Source>
} {
  const bySet = new Map<string, Source>()
  for (const set of model.sets) {
    if (isInEnvironment(set, environment)) bySet.set(set.name, sourceOf([set], false))
  }
  const byGrant = new Map<ModelGrant, Source>()
  for (const resource of model.resources) {
    for (const grant of resource.grants) {
      if (grant.inline.length > 0) byGrant.set(grant, inlineSource(grant.inline))
    }
  }
  return { bySet, byGrant, tenants: sourceOf(model.members, true) }
}

function sourceOf(sets: readonly ModelSet[], tenants: boolean): Source {
  return {
    directories: sets.map((set) => ({
      index: indexOrigins(set.allow),
      until: set.until ?? Number.POSITIVE_INFINITY,
    })),
    tenants,
  }
}

function inlineSource(inline: readonly ModelOrigin[]): Source {
  return {
    directories: [{ index: indexOrigins(inline), until: Number.POSITIVE_INFINITY }],
    tenants: false,
  }
}

/** The origin of a source that lasts longest. */
function longestOf(source: Source): Overlap | undefined {
  let best: Overlap | undefined
  for (const { index, until } of source.directories) {
    const origin = index.all[0]?.text
    if (origin !== undefined) best = longer(best, { origin, until })
  }
  return best
}

function overlapWithAny(
  a: ModelGrant,
  b: ModelGrant,
  sourcesOf: (grant: ModelGrant) => readonly Source[],
): Overlap | undefined {
  if (a.any && b.any) return { origin: '*', until: Number.POSITIVE_INFINITY }
  const named = a.any ? b : a
  let best: Overlap | undefined = named.nullReach ? NULL_OVERLAP : undefined
  for (const source of sourcesOf(named)) best = longer(best, longestOf(source))
  return best
}

function longer(best: Overlap | undefined, other: Overlap | undefined): Overlap | undefined {
  if (other === undefined || (best !== undefined && best.until >= other.until)) return best
  return other
}

function keepLonger(sources: Map<Source, Overlap>, source: Source, overlap: Overlap): void {
  const best = longer(sources.get(source), overlap)
  if (best === overlap) sources.set(source, overlap)
}
