/**
 * The comparison of two bundles: what can be done now that could not be done before, and the reverse.
 *
 * Nothing here decides. Requests are made that stand for all requests (places in the space of URLs, kinds of senders, times, facts, incidents),
 * both engines are asked about each, and what differs is told. `docs/adr/0007-how-diff-proves.md` says why that is complete.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { unlistedOrigin } from '../requests/index.ts'
import { type Budget, MOST_QUESTIONS } from './budget.ts'
import type { Change, Difference, Undecided } from './change.ts'
import { judge } from './compare-route.ts'
import {
  entryOf,
  ofBoth,
  ownOrigins,
  type ResourceRules,
  rulesOf,
  rulesWithout,
  type Sides,
  scopeOf,
  sideOf,
  vocabularyOf,
} from './pair/index.ts'
import {
  byRisk,
  type Finding,
  policyChanges,
  resourceChanges,
  tellChanges,
} from './report/index.ts'
import {
  buildTrees,
  type Cell,
  cellsOf,
  hostClasses,
  MOST_STEPS,
  placesOf,
  spellingsOf,
} from './routing/index.ts'
import { groupOrigins, type RulesPair, Senders } from './senders/index.ts'

export interface DiffOptions {
  /** Questions to both engines at most; what is left then is `undecided`. */
  readonly questions?: number
  /** Steps along path patterns at most. */
  readonly steps?: number
}

/**
 * Compares two bundles.
 *
 * Pure and deterministic; the order of origins and resources in the documents changes nothing. Its cost follows what differs: resources
 * that are the same on both sides are not looked at.
 *
 * @returns Every change, each with a request that both engines were asked. Where a part would cost too much, it is in `undecided`, and the
 *   verdict is never `equal`.
 *
 * @example
 * ```ts
 * const { verdict, changes } = diff(before, after)
 * if (verdict === 'wider') console.log(changes[0]?.what)
 * ```
 */
export function diff(before: Bundle, after: Bundle, options: DiffOptions = {}): Difference {
  const sides: Sides = [sideOf(before), sideOf(after)]
  const scope = scopeOf(sides)
  const vocabulary = vocabularyOf(sides)
  const own = ownOrigins(sides, scope.tenants)
  const stranger = unlistedOrigin([before, after])
  const hosts = hostClasses(sides, buildTrees(sides, scope), scope, vocabulary)
  const steps = options.steps ?? MOST_STEPS
  const { places, cut: tooMany } = placesOf(sides, scope, hosts, vocabulary, own.hosts, steps)
  const spelled = spellingsOf(sides, scope, hosts, vocabulary, own.hosts, steps)
  const cut = tooMany || spelled.cut
  const cells = cellsOf(sides, places, spelled.spellings, vocabulary, stranger, own)
  const senders = new Senders()
  const budget: Budget = { left: options.questions ?? MOST_QUESTIONS }
  const groups = groupOrigins(sides, resourcesIn(cells))
  const court = { sides, vocabulary, groups, stranger, senders, budget, known: new Map() }
  const rulesIn = rulesReader(sides)
  const findings: Finding[] = []
  const undecided = new Map<string, Undecided>()
  const leave = (resource: string | null, why: string): void => {
    undecided.set(JSON.stringify([resource, why]), { resource, why })
  }
  if (cut) leave(null, 'the path patterns overlap in too many ways')
  for (const cell of cells) {
    const judgement = judge(court, cell, rulesIn(cell))
    for (const one of judgement.findings) findings.push(one)
    for (const why of judgement.left) leave(nameOf(cell), why)
  }
  const changes = [
    ...tellChanges(findings, sides, senders, cells, vocabulary.methods),
    ...policyChanges(sides, stranger),
    ...resourceChanges(sides, cells, stranger),
  ].sort(byRisk)
  const left = [...undecided.values()].sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1))
  return {
    verdict: verdictOf(changes, left.length > 0),
    changes,
    unchanged: cut ? [] : unchangedIn(sides, changes, findings, left),
    undecided: left,
  }
}

function resourcesIn(cells: readonly Cell[]): ReadonlySet<string> {
  return new Set(cells.flatMap(({ routes }) => routes.flatMap(({ resource }) => resource ?? [])))
}

/** The rules at a cell, each worked out once. */
function rulesReader(sides: Sides): (cell: Cell) => RulesPair {
  const known = new Map<string, ResourceRules>()
  const read = ({ routes }: Cell, side: 0 | 1): ResourceRules => {
    const { status, resource } = routes[side]
    const { bundle, resources } = sides[side]
    const found = resource === null ? undefined : resources.get(resource)
    if (found === undefined) {
      const blocks = status === 'ambiguous' || bundle.unmatched === 'block'
      return rulesWithout(blocks, JSON.stringify([status === 'ambiguous', blocks]))
    }
    return entryOf(known, `${side} ${found.name}`, () => rulesOf(sides[side], found))
  }
  return (cell) => [read(cell, 0), read(cell, 1)]
}

function nameOf({ routes: [before, after] }: Cell): string | null {
  return after.resource ?? before.resource
}

function textOf({ resource, why }: Undecided): string {
  return `${resource ?? ''} ${why}`
}

function verdictOf(changes: readonly Change[], isLeft: boolean): Difference['verdict'] {
  const isWider = changes.some(({ direction }) => direction === 'wider')
  const isTighter = changes.some(({ direction }) => direction === 'tighter')
  if (isWider) return isTighter ? 'both' : 'wider'
  if (isTighter) return 'tighter'
  return isLeft ? 'undecided' : 'equal'
}

function unchangedIn(
  sides: Sides,
  changes: readonly Change[],
  findings: readonly Finding[],
  undecided: readonly Undecided[],
): readonly string[] {
  const touched = new Set<string | null>([...changes, ...undecided].map(({ resource }) => resource))
  for (const { pair } of findings) for (const name of JSON.parse(pair)) touched.add(name)
  return ofBoth(sides, ({ resources }) => resources.keys()).filter((name) => !touched.has(name))
}
