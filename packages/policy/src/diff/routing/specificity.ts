/**
 * Which of the matches that fit a request can be the one that leads (D7).
 *
 * @module
 */
import { comparePathPatterns } from '@marque/core'
import type { Entry } from './pattern-tree.ts'

/** Orders entries that fit one path, the most specific first; 0 where no path tells them apart. */
export function bySpecificity(a: Entry, b: Entry): number {
  return hostRank(a) - hostRank(b) || comparePathPatterns(a.shape, b.shape)
}

/**
 * Of entries of one side that fit one path those that lead for some method: the most specific ones down to the first that takes every method, and
 * what has its rank.
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
