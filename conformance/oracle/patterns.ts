/**
 * D5 and D7: what a path pattern, a host and a list of methods fit, and which match is the more specific one.
 *
 * @module
 */
import type { Match } from '@marque/core'

/** The segments of a pattern. ADR 0001, 12: `/` is the empty list; one trailing slash makes no difference. */
export function segmentsOf(path: string): readonly string[] {
  const segments = path.slice(1).split('/')
  return segments.at(-1) === '' ? segments.slice(0, -1) : segments
}

/** Whether a segment of a pattern is `{name}`. */
export function isName(segment: string): boolean {
  return /^\{.+\}$/.test(segment)
}

/** ADR 0001, 11. */
export function fold(text: string): string {
  return text.toLowerCase()
}

/** D7: an exact host, a host pattern, or any host. */
export function hostFits(pattern: string | null, host: string): boolean {
  if (pattern === null) return true
  if (!pattern.startsWith('*.')) return pattern === host
  return host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1
}

/** D7: GET covers HEAD. */
export function methodsFit(methods: readonly string[] | null, method: string): boolean {
  if (methods === null) return true
  return methods.includes(method) || (method === 'HEAD' && methods.includes('GET'))
}

/** D7: host, then path from the left, then a match with methods before one without. Positive where `a` is more specific. */
export function compareRank(a: Match, b: Match): number {
  const [left, right] = [rankOf(a), rankOf(b)]
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return (a.methods === null ? 0 : 1) - (b.methods === null ? 0 : 1)
}

function rankOf(match: Match): readonly number[] {
  const isHostPattern = match.host?.startsWith('*.') === true
  return [
    match.host === null ? 0 : isHostPattern ? 1 : 2,
    isHostPattern ? (match.host?.length ?? 0) : 0,
    ...pathRank(match.path),
  ]
}

/** D7: segment by segment, literal, `{name}`, end of pattern, `**`. A higher number is more specific. */
function pathRank(pattern: string): readonly number[] {
  const kinds = segmentsOf(pattern).map((segment) => {
    if (segment === '**') return 0
    return isName(segment) ? 2 : 3
  })
  return kinds.at(-1) === 0 ? kinds : [...kinds, 1]
}
