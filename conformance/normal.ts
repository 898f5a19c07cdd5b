/**
 * What two decisions, or two answers, are compared by: order of headers and the case of their names say nothing.
 *
 * @module
 */
import type { Decision, HeaderLine } from '@marque/core'

/** A decision without `detail`, its lists in one order. */
export function normalDecision(decision: Decision): Omit<Decision, 'detail'> {
  const { detail: _, ...rest } = decision
  return {
    ...rest,
    headers: normalLines(rest.headers),
    vary: rest.vary.map((name) => name.toLowerCase()).sort(),
    removes: rest.removes.map((name) => name.toLowerCase()).sort(),
  }
}

/** Lines with names in lower case, sorted; a Vary line sorted inside. Lines of one name keep their order. */
export function normalLines(lines: readonly HeaderLine[]): HeaderLine[] {
  return lines
    .map(([name, value]): HeaderLine => {
      const lower = name.toLowerCase()
      return [
        lower,
        lower === 'vary'
          ? value
              .toLowerCase()
              .split(/\s*,\s*/)
              .sort()
              .join(', ')
          : value,
      ]
    })
    .sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))
}

/** Whether two plain values are alike, key order aside. */
export function alike(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return Object.is(a, b)
  const left = Object.entries(a)
  const right = new Map(Object.entries(b))
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && alike(value, right.get(key)))
  )
}
