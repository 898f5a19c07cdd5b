/**
 * Whether other resources decide below a wide path pattern (D7).
 *
 * @module
 */
import { type Bundle, comparePathPatterns, type PathPattern, readPathPattern } from '@marque/core'
import { groupBy } from '../../group-by.ts'

/** A pattern of a match, and its resource. */
interface NamedPattern {
  readonly name: string
  readonly pattern: PathPattern
}

const PATTERNS = new WeakMap<Bundle, ReadonlyMap<string, readonly NamedPattern[]>>()

/** Stands for a segment that is no literal: no literal has braces. */
const ANY = '{}'

/** @param resources The resources that decide by the path itself. */
export function hasMoreSpecific(
  path: string,
  resources: readonly (string | null)[],
  bundles: readonly Bundle[],
): boolean {
  const wide = readPathPattern(path.slice(Math.max(0, path.indexOf('/'))))
  if (wide === undefined || !wide.rest) return false
  return bundles.some((bundle) =>
    candidatesFor(bundle, wide).some(
      ({ name, pattern }) =>
        !resources.includes(name) &&
        isBelow(pattern, wide) &&
        comparePathPatterns(pattern, wide) < 0,
    ),
  )
}

function isBelow(inner: PathPattern, wide: PathPattern): boolean {
  if (inner.segments.length < wide.segments.length) return false
  return wide.segments.every((segment, at) => {
    const own = inner.segments[at]
    if (own === undefined || 'name' in segment || 'name' in own) return true
    return segment.literal === own.literal
  })
}

/** The patterns that can be below a wide one. */
function candidatesFor(bundle: Bundle, wide: PathPattern): readonly NamedPattern[] {
  const patterns = patternsOf(bundle)
  const [first, second] = [textAt(wide, 0), textAt(wide, 1)]
  if (first === ANY || second === ANY) return [...patterns.values()].flat()
  const keys = [first, ANY].flatMap((one) => [`${one}/${second}`, `${one}/${ANY}`])
  return keys.flatMap((key) => patterns.get(key) ?? [])
}

/** The literal of a segment; {@link ANY} for a name and where the pattern has no such segment. */
function textAt({ segments }: PathPattern, at: number): string {
  const segment = segments[at]
  return segment !== undefined && 'literal' in segment ? segment.literal : ANY
}

/** Patterns by their first two segments. */
function patternsOf(bundle: Bundle): ReadonlyMap<string, readonly NamedPattern[]> {
  let known = PATTERNS.get(bundle)
  if (known === undefined) {
    const all = bundle.resources.flatMap(({ name, match }) =>
      match.flatMap(({ path }): readonly NamedPattern[] => {
        const pattern = readPathPattern(path)
        return pattern === undefined ? [] : [{ name, pattern }]
      }),
    )
    known = groupBy(all, ({ pattern }) => `${textAt(pattern, 0)}/${textAt(pattern, 1)}`)
    PATTERNS.set(bundle, known)
  }
  return known
}
