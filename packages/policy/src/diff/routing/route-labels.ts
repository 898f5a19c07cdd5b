/**
 * How the requests of a place are called: host and path as a pattern.
 *
 * @module
 */
import { coversMethod, type PatternSegment } from '@marque/core'
import type { Entry } from './pattern-tree.ts'
import type { Place } from './route-samples.ts'
import { bySpecificity, hostRank } from './specificity.ts'

/** What requests are called that no resource matches on either side. */
const ANYTHING = '/**'

/** What fits a path as it is read. */
export type Read = Pick<Place, 'segments' | 'matches' | 'versions'>

/**
 * The pattern of the requests that the leading matches of both sides fit.
 *
 * @param resources The resource that decides, by side, null where none does; left out where the path is read in several ways.
 */
export function labelOf(
  { segments, matches, versions }: Read,
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

/** The patterns of a path that is read in several ways; those that something leads. */
export function labelsOf(readings: readonly Read[], method: string): readonly string[] {
  const labels = new Set(readings.map((read) => labelOf(read, method)))
  if (labels.size > 1) labels.delete(ANYTHING)
  return [...labels]
}

/** The same of one host. */
export function labelAt(prefix: string, label: string): string {
  return `${prefix.slice(prefix.indexOf('://') + 3)}${label.slice(label.search(/\/|\*$/))}`
}

/** D7. To readers who ignore case several may lead, which no other rule tells apart. */
function leading(entries: readonly Entry[], side: number, method: string): readonly Entry[] {
  const sorted = entries.filter((entry) => entry.side === side && takes(entry, method)).sort(byRank)
  const [first] = sorted
  return first === undefined ? [] : sorted.filter((entry) => byRank(first, entry) === 0)
}

/** Of matches with one pattern those with methods stand first. */
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

/** What all winners fit: a literal where one of them has a literal. */
function pathOf(winners: readonly Entry[], walked: readonly string[], version: string): string {
  const patterns = winners.map(({ pattern }) => pattern)
  const length = Math.max(...patterns.map(({ segments }) => segments.length))
  const parts: string[] = []
  for (let at = 0; at < length; at++) {
    const here = patterns.flatMap(({ segments }) => segments[at] ?? [])
    // Readers who ignore case may fit two literals: the first of them stands for both.
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
