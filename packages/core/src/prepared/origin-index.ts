/**
 * The origin lists of a bundle (sets and tenants' directories) that hold an origin.
 *
 * Exact origins take one lookup, whatever their number. Patterns are found by the ends of the host that start at a dot, or at a hyphen of the leftmost
 * label; only ends of a length that some pattern has are tried.
 *
 * @module
 */

import type { Bundle } from '../bundle/index.ts'
import { hostEndOf, readOrigin, readPattern } from '../origin/index.ts'

/** Indexes of lists, ascending: the sets in the order of the bundle, then the tenants' directories. */
export type Membership = readonly number[]

const NO_MEMBERSHIP: Membership = []

export interface OriginIndex {
  /** End of each list, epoch milliseconds; null for none. */
  readonly untils: readonly (number | null)[]
  /** Index of each list by its name. */
  readonly sets: ReadonlyMap<string, number>
  readonly tenants: ReadonlyMap<string, number>
  /** By exact origin; the lists that hold it by a pattern are included. */
  readonly exact: ReadonlyMap<string, Membership>
  readonly patterns: PatternIndex
}

interface PatternIndex {
  /** By the text of the pattern. */
  readonly byText: ReadonlyMap<string, Membership>
  /** The lengths of what follows `*` in the hosts of patterns. */
  readonly endLengths: ReadonlySet<number>
  /** Whether some pattern has its `*` within a label. */
  readonly withinLabel: boolean
}

export function buildOriginIndex(bundle: Bundle): OriginIndex {
  const sets = Object.keys(bundle.sets)
  const tenants = Object.keys(bundle.tenants)
  const lists = [...Object.values(bundle.sets), ...Object.values(bundle.tenants)]
  const patterns = buildPatternIndex(lists.map((list) => list.patterns))
  return {
    untils: lists.map((list) => list.until),
    sets: new Map(sets.map((name, at) => [name, at])),
    tenants: new Map(tenants.map((name, at) => [name, sets.length + at])),
    exact: buildExact(
      lists.map((list) => list.exact),
      patterns,
    ),
    patterns,
  }
}

/**
 * The lists that hold an origin.
 *
 * @returns `undefined` where the origin is `null` or not canonical (D3): then only `*` can grant it. It is parsed only where it is not listed.
 */
export function listsHolding(index: OriginIndex, origin: string): Membership | undefined {
  return origin === 'null' ? undefined : membershipOf(index, origin)
}

function membershipOf(index: OriginIndex, origin: string): Membership | undefined {
  return index.exact.get(origin) ?? patternMembership(index.patterns, origin)
}

function buildExact(
  lists: readonly (readonly string[])[],
  patterns: PatternIndex,
): ReadonlyMap<string, Membership> {
  const exact = new Map<string, Membership>()
  const alone = lists.map((_, at): Membership => [at])
  lists.forEach((origins, at) => {
    for (const origin of origins) {
      const known = exact.get(origin)
      exact.set(origin, known === undefined ? (alone[at] ?? NO_MEMBERSHIP) : union(known, [at]))
    }
  })
  if (patterns.byText.size === 0) return exact
  for (const [origin, known] of exact) {
    const more = patternMembership(patterns, origin)
    if (more !== undefined && more.length > 0) exact.set(origin, union(known, more))
  }
  return exact
}

function buildPatternIndex(lists: readonly (readonly string[])[]): PatternIndex {
  const byText = new Map<string, Membership>()
  const endLengths = new Set<number>()
  let withinLabel = false
  lists.forEach((patterns, at) => {
    for (const text of patterns) {
      const pattern = readPattern(text)
      if (pattern === undefined) continue
      const end = hostEndOf(pattern)
      if (end !== null) endLengths.add(end.length)
      if (pattern.labelEnd !== null) withinLabel = true
      byText.set(text, union(byText.get(text) ?? NO_MEMBERSHIP, [at]))
    }
  })
  return { byText, endLengths, withinLabel }
}

function patternMembership(patterns: PatternIndex, text: string): Membership | undefined {
  const origin = readOrigin(text)
  if (origin === undefined) return undefined
  const { byText, endLengths, withinLabel } = patterns
  if (byText.size === 0) return NO_MEMBERSHIP
  const { scheme, host } = origin
  const port = origin.port === null ? '' : `:${origin.port}`
  let found = byText.get(`${scheme}://${host}:*`) ?? NO_MEMBERSHIP
  const addEnd = (start: number): void => {
    if (!endLengths.has(host.length - start)) return
    const text = `${scheme}://*${host.slice(start)}`
    const onPort = byText.get(text + port)
    const onAny = byText.get(`${text}:*`)
    if (onPort !== undefined) found = union(found, onPort)
    if (onAny !== undefined) found = union(found, onAny)
  }
  const firstDot = host.indexOf('.')
  // A hyphen is never the first character of a label, so `*` matches at least one.
  let hyphen = withinLabel ? host.indexOf('-') : -1
  for (; hyphen >= 0 && hyphen < firstDot; hyphen = host.indexOf('-', hyphen + 1)) addEnd(hyphen)
  for (let dot = firstDot; dot >= 0; dot = host.indexOf('.', dot + 1)) addEnd(dot)
  return found
}

function union(a: Membership, b: Membership): Membership {
  if (a.length === 0) return b
  return [...new Set([...a, ...b])].sort((x, y) => x - y)
}
