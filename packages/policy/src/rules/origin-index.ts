/**
 * Questions about lists of origins: what covers an origin or a pattern, what has an origin in common with it.
 *
 * Exact origins are found by their text. Patterns are found by the host that they stand on and by port: for an origin or a pattern
 * only its own host and the hosts above it are looked up, and of these only where some pattern has as many labels. So no question
 * compares all pairs.
 *
 * @module
 */
import type { ModelOrigin } from '../read/index.ts'

/** An origin or a pattern as one form. An exact origin is a pattern that covers one host and one port. */
export interface OriginShape {
  readonly scheme: string
  readonly host: string
  readonly subdomains: boolean
  readonly port: number | 'any' | null
}

/** The form of an origin of the document; undefined where it is neither (it was reported when it was read). */
export function shapeOf(origin: ModelOrigin): OriginShape | undefined {
  if (origin.pattern !== null) return origin.pattern
  return origin.exact === null ? undefined : { ...origin.exact, subdomains: false }
}

/** Patterns for looking up. */
export interface PatternIndex {
  /** By scheme, `*.` where it has one, and host; then by port. The first of equal patterns. */
  readonly byHost: ReadonlyMap<string, ReadonlyMap<OriginShape['port'], ModelOrigin>>
  /** How many labels the hosts of patterns have. */
  readonly labels: ReadonlySet<number>
}

/** Indexes the patterns of a list. */
export function indexPatterns(all: Iterable<ModelOrigin>): PatternIndex {
  const byHost = new Map<string, Map<OriginShape['port'], ModelOrigin>>()
  const labels = new Set<number>()
  for (const origin of all) {
    const { pattern } = origin
    if (pattern === null) continue
    labels.add(countLabels(pattern.host))
    const key = keyOf(pattern.scheme, pattern.subdomains, pattern.host)
    const ports = byHost.get(key)
    if (ports === undefined) byHost.set(key, new Map([[pattern.port, origin]]))
    else if (!ports.has(pattern.port)) ports.set(pattern.port, origin)
  }
  return { byHost, labels }
}

function keyOf(scheme: string, subdomains: boolean, host: string): string {
  return subdomains ? `${scheme}://*.${host}` : `${scheme}://${host}`
}

/** An address in brackets holds no dot and is one label. */
function countLabels(host: string): number {
  let count = 1
  for (let at = host.indexOf('.'); at >= 0; at = host.indexOf('.', at + 1)) count++
  return count
}

/** The patterns, by port, that stand where they cover the host, or hosts, of `shape`. */
function* standingAbove(
  index: PatternIndex,
  shape: OriginShape,
): Iterable<ReadonlyMap<OriginShape['port'], ModelOrigin>> {
  if (index.byHost.size === 0) return
  let labels = countLabels(shape.host)
  if (index.labels.has(labels)) {
    const own = index.byHost.get(keyOf(shape.scheme, shape.subdomains, shape.host))
    if (own !== undefined) yield own
  }
  for (let dot = shape.host.indexOf('.'); dot >= 0; dot = shape.host.indexOf('.', dot + 1)) {
    labels--
    if (!index.labels.has(labels)) continue
    const above = index.byHost.get(keyOf(shape.scheme, true, shape.host.slice(dot + 1)))
    if (above !== undefined) yield above
  }
}

/** A pattern, other than one with the text of `origin`, that covers all of it. */
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
 * one, the host of one always lies at or below that of the other.
 */
export function* findMeeting(index: PatternIndex, origin: ModelOrigin): Iterable<ModelOrigin> {
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

/** One list, indexed when first asked. */
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
