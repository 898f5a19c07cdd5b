/**
 * Questions about lists of origins: what covers an origin or a pattern, what has an origin in common with it.
 *
 * Exact origins are found by their text. Patterns are found by their host and port: for an origin or a pattern
 * only its own host and the hosts above it are looked up, and of these only where some pattern has as many labels. So no question
 * compares all pairs.
 *
 * @module
 */
import { hostEndOf, hostEnds, type OriginPattern } from '@marque/core'
import type { ModelOrigin } from '../read/index.ts'

/** The form of an origin of the document; undefined if it is neither; the reader has reported it then. An exact origin is a pattern that covers one host and one port. */
export function shapeOf(origin: ModelOrigin): OriginPattern | undefined {
  if (origin.pattern !== null) return origin.pattern
  return origin.exact === null ? undefined : { ...origin.exact, subdomains: false, labelEnd: null }
}

type Port = OriginPattern['port']

/** Patterns for looking up. */
export interface PatternIndex {
  /** By scheme, `*` if present, and host or what follows `*`; then by port. The first of equal patterns. */
  readonly byHost: ReadonlyMap<string, ReadonlyMap<Port, ModelOrigin>>
  /** The lengths of what follows `*` in the hosts of patterns. */
  readonly endLengths: ReadonlySet<number>
}

/** Indexes the patterns of a list. */
export function indexPatterns(all: Iterable<ModelOrigin>): PatternIndex {
  const byHost = new Map<string, Map<Port, ModelOrigin>>()
  const endLengths = new Set<number>()
  for (const origin of all) {
    const { pattern } = origin
    if (pattern === null) continue
    const end = hostEndOf(pattern)
    if (end !== null) endLengths.add(end.length)
    const key = end === null ? keyOf(pattern.scheme, pattern.host) : keyOfEnd(pattern.scheme, end)
    const ports = byHost.get(key)
    if (ports === undefined) byHost.set(key, new Map([[pattern.port, origin]]))
    else if (!ports.has(pattern.port)) ports.set(pattern.port, origin)
  }
  return { byHost, endLengths }
}

function keyOf(scheme: string, host: string): string {
  return `${scheme}://${host}`
}

function keyOfEnd(scheme: string, end: string): string {
  return `${scheme}://*${end}`
}

/** The patterns, by port, that cover the hosts of `shape`. */
function* standingAbove(
  index: PatternIndex,
  shape: OriginPattern,
): Iterable<ReadonlyMap<Port, ModelOrigin>> {
  if (index.byHost.size === 0) return
  const end = hostEndOf(shape)
  const own = end === null ? index.byHost.get(keyOf(shape.scheme, shape.host)) : undefined
  if (own !== undefined) yield own
  if (index.endLengths.size === 0) return
  for (const above of hostEnds(end ?? shape.host)) {
    if (!index.endLengths.has(above.length)) continue
    const ports = index.byHost.get(keyOfEnd(shape.scheme, above))
    if (ports !== undefined) yield ports
  }
}

/** A pattern, other than one with the text of `origin`, that covers it completely. */
export function findCovering(index: PatternIndex, origin: ModelOrigin): ModelOrigin | undefined {
  const shape = index.byHost.size === 0 ? undefined : shapeOf(origin)
  if (shape === undefined) return undefined
  for (const ports of standingAbove(index, shape)) {
    for (const found of [ports.get('any'), ports.get(shape.port)]) {
      if (found !== undefined && found.text !== origin.text) return found
    }
  }
  return undefined
}

/**
 * Every pattern on the host of `origin` or above it that has an origin in common with it, itself included. Of two patterns that have
 * one, what follows `*` in one always ends with what follows `*` in the other.
 */
export function* overlappingPatterns(
  index: PatternIndex,
  origin: ModelOrigin,
): Iterable<ModelOrigin> {
  const shape = index.byHost.size === 0 ? undefined : shapeOf(origin)
  if (shape === undefined) return
  for (const ports of standingAbove(index, shape)) {
    if (shape.port === 'any') yield* ports.values()
    else {
      for (const found of [ports.get('any'), ports.get(shape.port)]) {
        if (found !== undefined) yield found
      }
    }
  }
}

/** One list, indexed on first use. */
export interface OriginIndex {
  readonly all: readonly ModelOrigin[]
  /** Whether the list has this origin, or covers this pattern by one of its own. */
  readonly covers: (origin: ModelOrigin) => boolean
}

export function indexOrigins(all: readonly ModelOrigin[]): OriginIndex {
  let index: { texts: ReadonlySet<string>; patterns: PatternIndex } | undefined
  return {
    all,
    covers: (origin) => {
      index ??= { texts: new Set(all.map(({ text }) => text)), patterns: indexPatterns(all) }
      return index.texts.has(origin.text) || findCovering(index.patterns, origin) !== undefined
    },
  }
}

/** A list of origins, its owner and its end. */
export interface OwnedList<Owner> {
  readonly owner: Owner
  readonly all: readonly ModelOrigin[]
  /** Epoch milliseconds; infinite if the list has no end. */
  readonly until: number
}

/** An origin that two lists share, and the instant from which one of the two has ended. */
export interface Overlap {
  readonly origin: string
  readonly until: number
}

/** For each owner the owners with a common origin, at the origin that lasts longest. */
export type Overlaps<Owner> = ReadonlyMap<Owner, ReadonlyMap<Owner, Overlap>>

/**
 * Finds the owners whose lists share an origin, literally or under a pattern.
 *
 * @param maxWork Limit on the pairs of lists that are joined.
 * @returns Undefined if the limit was reached before an answer was found.
 */
export function findOverlaps<Owner>(
  lists: readonly OwnedList<Owner>[],
  maxWork: number,
): Overlaps<Owner> | undefined {
  const listed = listedOrigins(lists)
  const patterns = indexPatterns(
    [...listed.values()].flatMap(({ origin }) => (origin.pattern === null ? [] : [origin])),
  )
  const overlaps = new Map<Owner, Map<Owner, Overlap>>()
  const joined = new Set<string>()
  let left = maxWork
  const join = (a: readonly number[], b: readonly number[], origin: string): void => {
    const pairKey = a === b ? a.join() : `${a.join()} ${b.join()}`
    if (joined.has(pairKey)) return
    joined.add(pairKey)
    left -= a.length * b.length
    if (left >= 0) joinAll(lists, overlaps, a, b, origin)
  }
  for (const { origin, ids } of listed.values()) {
    if (ids.length > 1) join(ids, ids, origin.text)
    for (const above of overlappingPatterns(patterns, origin)) {
      left--
      const others = listed.get(above.text)?.ids
      if (others !== undefined && others !== ids) join(ids, others, origin.text)
      if (left < 0) return undefined
    }
    if (left < 0) return undefined
  }
  return overlaps
}

interface ListedOrigin {
  readonly origin: ModelOrigin
  /** Indexes of lists, ascending. */
  readonly ids: number[]
}

function listedOrigins<Owner>(
  lists: readonly OwnedList<Owner>[],
): ReadonlyMap<string, ListedOrigin> {
  const listed = new Map<string, ListedOrigin>()
  for (const [id, { all }] of lists.entries()) {
    for (const origin of all) {
      const held = listed.get(origin.text)
      if (held === undefined) listed.set(origin.text, { origin, ids: [id] })
      else if (held.ids.at(-1) !== id) held.ids.push(id)
    }
  }
  return listed
}

function joinAll<Owner>(
  lists: readonly OwnedList<Owner>[],
  overlaps: Map<Owner, Map<Owner, Overlap>>,
  a: readonly number[],
  b: readonly number[],
  origin: string,
): void {
  for (const idA of a) {
    const one = lists[idA]
    if (one === undefined) continue
    for (const idB of b) {
      const other = lists[idB]
      if (other === undefined || other.owner === one.owner) continue
      const overlap = { origin, until: Math.min(one.until, other.until) }
      note(overlaps, one.owner, other.owner, overlap)
      note(overlaps, other.owner, one.owner, overlap)
    }
  }
}

function note<Owner>(
  overlaps: Map<Owner, Map<Owner, Overlap>>,
  a: Owner,
  b: Owner,
  overlap: Overlap,
): void {
  const row = overlaps.get(a)
  const before = row?.get(b)
  if (before !== undefined && before.until >= overlap.until) return
  if (row === undefined) overlaps.set(a, new Map([[b, overlap]]))
  else row.set(b, overlap)
}
