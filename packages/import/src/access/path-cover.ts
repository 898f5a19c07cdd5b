/**
 * How path patterns lie to each other.
 *
 * @module
 */
import { readPathPattern } from '@marque/core'
import { pathsOverlap } from '../openapi/index.ts'

/** Whether every path that matches `inner` matches `outer`; false for an invalid pattern. */
export function coversPath(outer: string, inner: string): boolean {
  const [a, b] = [readPathPattern(outer), readPathPattern(inner)]
  if (a === undefined || b === undefined) return false
  if (b.segments.length < a.segments.length) return false
  if (!a.rest && (b.rest || b.segments.length > a.segments.length)) return false
  return a.segments.every((segment, at) => {
    const other = b.segments[at]
    return (
      'name' in segment ||
      (other !== undefined && 'literal' in other && other.literal === segment.literal)
    )
  })
}

/** Whether some path matches both, and neither covers the other; false for an invalid pattern. */
export function crossesPath(one: string, other: string): boolean {
  const [a, b] = [readPathPattern(one), readPathPattern(other)]
  if (a === undefined || b === undefined) return false
  return pathsOverlap(a, b) && !coversPath(one, other) && !coversPath(other, one)
}
