/**
 * Which origin lists of a bundle hold an origin: the sets and the tenants' directories.
 *
 * One look-up for exact origins, whatever their number; patterns are found by the suffixes of the host, of which at most as many are
 * tried as there are different depths among the patterns.
 *
 * @module
 */
import type { Bundle } from '../bundle/bundle.ts'
import { readOrigin } from './read-origin.ts'
import { readPattern } from './read-pattern.ts'

/** The places of lists in {@link OriginIndex.lists}, ascending. */
export type Membership = readonly number[]

export const NO_MEMBERSHIP: Membership = []

export interface OriginIndex {
  /** Ends of the lists, epoch milliseconds; null: none. */
  readonly untils: readonly (number | null)[]
  /** Places of the sets and of the tenants' directories by name. */
  readonly sets: ReadonlyMap<string, number>
  readonly tenants: ReadonlyMap<string, number>
  /** Exact origins, their patterns' lists already among the membership. */
  readonly exact: ReadonlyMap<string, Membership>
  readonly patterns: PatternIndex
}

interface PatternIndex {
  /** By `scheme://host`, or `scheme://*.host`, and port: `:8443`, `:*` or nothing. */
  readonly byText: ReadonlyMap<string, Membership>
  /** Numbers of labels that the hosts of subdomain patterns have. */
  readonly depths: ReadonlySet<number>
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
 * @returns `undefined` where the text is no canonical origin (D3); it is read only where it is no listed origin.
 */
export function membershipOf(index: OriginIndex, origin: string): Membership | undefined {
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
  const depths = new Set<number>()
  lists.forEach((patterns, at) => {
    for (const text of patterns) {
      const pattern = readPattern(text)
      if (pattern === undefined) continue
      if (pattern.subdomains) depths.add(labelsIn(pattern.host))
      byText.set(text, union(byText.get(text) ?? NO_MEMBERSHIP, [at]))
    }
  })
  return { byText, depths }
}

function patternMembership(patterns: PatternIndex, text: string): Membership | undefined {
  const origin = readOrigin(text)
  if (origin === undefined) return undefined
  const { byText, depths } = patterns
  if (byText.size === 0) return NO_MEMBERSHIP
  const { scheme, host } = origin
  const port = origin.port === null ? '' : `:${origin.port}`
  let found = byText.get(`${scheme}://${host}:*`) ?? NO_MEMBERSHIP
  let depth = labelsIn(host) - 1
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1), depth--) {
    if (!depths.has(depth)) continue
    const start = `${scheme}://*${host.slice(dot)}`
    const onPort = byText.get(start + port)
    const onAny = byText.get(`${start}:*`)
    if (onPort !== undefined) found = union(found, onPort)
    if (onAny !== undefined) found = union(found, onAny)
  }
  return found
}

function labelsIn(host: string): number {
  let labels = 1
  for (let at = host.indexOf('.'); at >= 0; at = host.indexOf('.', at + 1)) labels++
  return labels
}

function union(a: Membership, b: Membership): Membership {
  if (a.length === 0) return b
  return [...new Set([...a, ...b])].sort((x, y) => x - y)
}
