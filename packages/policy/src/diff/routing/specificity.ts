/**
 * Which of several matching entries can be the most specific one (D7).
 *
 * @module
 */
import { comparePathPatterns } from '@marque/core'
import type { Entry } from './pattern-tree.ts'

/** Orders entries that match one path, the most specific first; 0 for equally specific ones. */
export function bySpecificity(a: Entry, b: Entry): number {
  return hostRank(a) - hostRank(b) || comparePathPatterns(a.shape, b.shape)
}

/**
 * Of entries of one side that match one path those that decide for some method: the most specific ones down to the first for all methods, and
 * those of its rank.
 */
export function leadersOf(entries: readonly Entry[]): readonly Entry[] {
  const sorted = entries.filter(({ match }) => match !== null).sort(bySpecificity)
  const last = sorted.find(({ match }) => match?.methods === null)
  return last === undefined ? sorted : sorted.filter((entry) => bySpecificity(entry, last) <= 0)
}

/** Smaller is more specific. */
export function hostRank({ match }: Entry): number {
  const host = match?.host ?? null
  if (host === null) return 1
  return host.startsWith('*.') ? -host.length : -Number.MAX_SAFE_INTEGER
}
