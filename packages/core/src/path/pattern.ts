/**
 * Path patterns (D5): literal segments, `{name}` for one non-empty segment, `**` only last.
 *
 * @module
 */

/** One segment: a literal, or `{name}`. */
export type PatternSegment = { readonly literal: string } | { readonly name: string }

/** A parsed path pattern. */
export interface PathPattern {
  readonly text: string
  readonly segments: readonly PatternSegment[]
  /** The pattern ends in `**`, which matches nothing or anything below. */
  readonly rest: boolean
}

/** Patterns may not have more segments; paths may. */
const MAX_SEGMENTS = 64

/**
 * The characters of a literal: those that no layer decodes, splits or drops. A pattern with a percent-encoding, `;` or `\` could match
 * only one reading of a path (D4), so it would never grant anything.
 */
const LITERAL = /^[A-Za-z0-9\-._~!$&'()+,=:@]+$/

/**
 * Reads a pattern. One trailing slash is ignored.
 *
 * @returns `undefined` where the text is not a pattern: no leading slash, an empty segment, a dot segment, `*` or braces in a longer
 *   segment, `**` before the end, a name twice, or more than 64 segments.
 *
 * @example
 * ```ts
 * readPathPattern('/v1/{id}/**') // segments: v1, {id}; rest: true
 * ```
 */
export function readPathPattern(text: string): PathPattern | undefined {
  if (!text.startsWith('/') || text === '//' || text.length > 2048) return undefined
  const trimmed = text.length > 1 && text.endsWith('/') ? text.slice(0, -1) : text
  const parts = trimmed === '/' ? [] : trimmed.slice(1).split('/')
  const rest = parts.at(-1) === '**'
  if (rest) parts.pop()
  if (parts.length > MAX_SEGMENTS) return undefined
  const segments: PatternSegment[] = []
  const names = new Set<string>()
  for (const part of parts) {
    const segment = readSegment(part)
    if (segment === undefined) return undefined
    if ('name' in segment) {
      if (names.has(segment.name)) return undefined
      names.add(segment.name)
    }
    segments.push(segment)
  }
  return { text, segments, rest }
}

function readSegment(part: string): PatternSegment | undefined {
  const name = /^\{([A-Za-z][A-Za-z0-9_]{0,62})\}$/.exec(part)?.[1]
  if (name !== undefined) return { name }
  if (part === '.' || part === '..' || !LITERAL.test(part)) return undefined
  return { literal: part }
}

/**
 * Orders patterns by specificity (D7): segment by segment from the left a literal, a name, the end of the pattern, `**`.
 *
 * @returns Negative where `a` is more specific, 0 where both match the same paths.
 */
export function comparePathPatterns(a: PathPattern, b: PathPattern): number {
  const length = Math.max(a.segments.length, b.segments.length) + 1
  for (let at = 0; at < length; at++) {
    const difference = rankAt(a, at) - rankAt(b, at)
    if (difference !== 0) return difference
    const literalA = literalAt(a, at)
    const literalB = literalAt(b, at)
    if (literalA !== literalB) return literalA < literalB ? -1 : 1
  }
  return 0
}

function rankAt(pattern: PathPattern, at: number): number {
  const segment = pattern.segments[at]
  if (segment !== undefined) return 'literal' in segment ? 0 : 1
  return pattern.rest && at === pattern.segments.length ? 3 : 2
}

function literalAt(pattern: PathPattern, at: number): string {
  const segment = pattern.segments[at]
  return segment !== undefined && 'literal' in segment ? segment.literal : ''
}
