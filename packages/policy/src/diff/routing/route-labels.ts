/**
 * Names of routes for people: host and path as a pattern.
 *
 * @module
 */
import { coversMethod, type PatternSegment } from '@marque/core'
import type { Entry } from './pattern-tree.ts'
import type { RouteSample } from './route-samples.ts'
import { bySpecificity, hostRank } from './specificity.ts'

/** The name of requests that no resource matches on either side. */
const ANYTHING = '/**'

/** One reading of a path, with the matches for it. */
export type PathReading = Pick<RouteSample, 'segments' | 'matches' | 'versions'>

/**
 * The pattern of the requests that the deciding matches of both sides have in common.
 *
 * @param resources The deciding resource by side, or null; omitted for ambiguous paths.
 */
export function labelOf(
  { segments, matches, versions }: PathReading,
  method: string,
  resources?: readonly [string | null, string | null],
): string {
  if (segments === null) return '*'
  const winners = ([0, 1] as const).flatMap((side) => {
    const fitting = resources
      ? matches.filter(({ resource }) => resource === resources[side])
      : matches
    return leading(fitting, side, method)
  })
  if (winners.length === 0) return ANYTHING
  const version = versions[0] === '' ? versions[1] : versions[0]
  return `${hostOf(winners)}${pathOf(winners, segments, version)}`
}

/** The patterns of the readings of an ambiguous path; without those that nothing matches. */
export function labelsOf(readings: readonly PathReading[], method: string): readonly string[] {
  const labels = new Set(readings.map((read) => labelOf(read, method)))
  if (labels.size > 1) labels.delete(ANYTHING)
  return [...labels]
}

/** A label with its host. */
export function labelAt(prefix: string, label: string): string {
  return `${prefix.slice(prefix.indexOf('://') + 3)}${label.slice(label.search(/\/|\*$/))}`
}

/** The most specific entries (D7). Ignoring case there may be several. */
function leading(entries: readonly Entry[], side: number, method: string): readonly Entry[] {
  const sorted = entries.filter((entry) => entry.side === side && takes(entry, method)).sort(byRank)
  const [first] = sorted
  return first === undefined ? [] : sorted.filter((entry) => byRank(first, entry) === 0)
}

/** Matches with methods before matches of the same pattern without. */
function byRank(a: Entry, b: Entry): number {
  return bySpecificity(a, b) || Number(isForAll(a)) - Number(isForAll(b))
}

function isForAll({ match }: Entry): boolean {
  return (match?.methods ?? null) === null
}

function takes({ match }: Entry, method: string): boolean {
  const methods = match?.methods ?? null
  return methods === null || coversMethod(methods, method)
}

function hostOf(winners: readonly Entry[]): string {
  const [first] = [...winners].sort((a, b) => hostRank(a) - hostRank(b))
  return first?.match?.host ?? ''
}

/** The common pattern: a literal where one of the matches has one. */
function pathOf(winners: readonly Entry[], walked: readonly string[], version: string): string {
  const patterns = winners.map(({ pattern }) => pattern)
  const length = Math.max(...patterns.map(({ segments }) => segments.length))
  const parts: string[] = []
  for (let at = 0; at < length; at++) {
    const here = patterns.flatMap(({ segments }) => segments[at] ?? [])
    // Ignoring case, two literals may match: the first one names both.
    const texts = here.map(textOf).sort()
    parts.push(texts.find((text) => !text.startsWith('{')) ?? texts[0] ?? '')
  }
  const versionAt = version === '' ? -1 : walked.indexOf(version)
  if (versionAt >= 0 && (parts[versionAt] ?? '{').startsWith('{')) {
    for (let at = parts.length; at < versionAt; at++) parts.push(walked[at] ?? '')
    parts[versionAt] = version
  }
  if (patterns.every(({ rest }) => rest)) parts.push('**')
  return `/${parts.join('/')}`
}

function textOf(segment: PatternSegment): string {
  return 'literal' in segment ? segment.literal : `{${segment.name}}`
}
