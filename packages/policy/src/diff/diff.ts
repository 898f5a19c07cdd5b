/**
 * The comparison of two bundles: which requests are decided differently, as wider or tighter changes.
 *
 * Representative requests (of routes, senders, times, contexts, circumstances) are decided by both engines, and the differences are grouped
 * into changes. `docs/adr/0007-how-diff-proves.md` explains why the representatives suffice.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { unlistedOrigin } from '../requests/index.ts'
import { CauseFinder } from './cause/index.ts'
import type { Change, Difference, Undecided } from './change.ts'
import { type Budget, compareRoute, MOST_REQUESTS } from './compare-route.ts'
import {
  type BundlePair,
  bundleSide,
  getOrCreate,
  ofBoth,
  ownOrigins,
  type ResourceRules,
  rulesOf,
  rulesWithout,
  scopeOf,
  vocabularyOf,
} from './pair/index.ts'
import { buildChanges, explainChanges, type RawChange, withCauses } from './report/index.ts'
import {
  buildTrees,
  classifyRoutes,
  hostClasses,
  MOST_STEPS,
  type RouteClass,
  sampleRoutes,
  spellingsOf,
} from './routing/index.ts'
import { groupOrigins, type RulesPair, SenderRegistry } from './senders/index.ts'

export interface DiffOptions {
  /** Requests that both engines decide at most; the rest is `undecided`. */
  readonly requests?: number
  /** Steps of the walk over path patterns at most. */
  readonly steps?: number
}

/**
 * Compares two bundles.
 *
 * Pure and deterministic; independent of the order of origins and resources in the documents. The cost depends on the size of the
 * difference: equal resources are not compared.
 *
 * @returns Every change, each with a witness request. A part that would cost too much is in `undecided`, and then the verdict is never
 *   `equal`.
 *
 * @example
 * ```ts
 * const { verdict, changes } = diff(before, after)
 * if (verdict === 'wider') console.log(changes[0]?.what)
 * ```
 */
export function diff(before: Bundle, after: Bundle, options: DiffOptions = {}): Difference {
  const sides: BundlePair = [bundleSide(before), bundleSide(after)]
  const scope = scopeOf(sides)
  const vocabulary = vocabularyOf(sides)
  const own = ownOrigins(sides, scope.tenants)
  const unlisted = unlistedOrigin([before, after])
  const hosts = hostClasses(sides, buildTrees(sides, scope), scope, vocabulary)
  const steps = options.steps ?? MOST_STEPS
  const { samples, cut: tooMany } = sampleRoutes(sides, scope, hosts, vocabulary, own.hosts, steps)
  const spelled = spellingsOf(sides, scope, hosts, vocabulary, own.hosts, steps)
  const cut = tooMany || spelled.cut
  const routeClasses = classifyRoutes(sides, samples, spelled.spellings, vocabulary, unlisted, own)
  const senders = new SenderRegistry()
  const budget: Budget = { left: options.requests ?? MOST_REQUESTS }
  const groups = groupOrigins(sides, resourcesIn(routeClasses))
  const context = { sides, vocabulary, groups, unlisted, senders, budget, known: new Map() }
  const rulesIn = rulesReader(sides)
  const rawChanges: RawChange[] = []
  const undecided = new Map<string, Undecided>()
  const leaveUndecided = (resource: string | null, why: string): void => {
    undecided.set(JSON.stringify([resource, why]), { resource, why })
  }
  if (cut) leaveUndecided(null, 'the path patterns overlap in too many ways')
  for (const route of routeClasses) {
    const comparison = compareRoute(context, route, rulesIn(route))
    for (const one of comparison.rawChanges) rawChanges.push(one)
    for (const why of comparison.undecided) leaveUndecided(nameOf(route), why)
  }
  const finder = new CauseFinder(before, after)
  const unexplained = buildChanges(rawChanges, sides, senders, routeClasses, vocabulary.methods)
  const { changes, causes, notes } = explainChanges(
    withCauses(unexplained, finder, after),
    finder.edits,
    before,
    after,
  )
  const left = [...undecided.values()].sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1))
  return {
    verdict: verdictOf(changes, left.length > 0),
    changes,
    causes,
    notes,
    unchanged: cut ? [] : unchangedIn(sides, [...changes, ...notes, ...left], rawChanges),
    undecided: left,
  }
}

function resourcesIn(routeClasses: readonly RouteClass[]): ReadonlySet<string> {
  return new Set(
    routeClasses.flatMap(({ routes }) => routes.flatMap(({ resource }) => resource ?? [])),
  )
}

/** The rules of a route, computed once for each resource. */
function rulesReader(sides: BundlePair): (route: RouteClass) => RulesPair {
  const known = new Map<string, ResourceRules>()
  const read = ({ routes }: RouteClass, side: 0 | 1): ResourceRules => {
    const { status, resource } = routes[side]
    const { bundle, resources } = sides[side]
    const found = resource === null ? undefined : resources.get(resource)
    if (found === undefined) {
      const blocks = status === 'ambiguous' || bundle.unmatched === 'block'
      return rulesWithout(blocks, JSON.stringify([status === 'ambiguous', blocks]))
    }
    return getOrCreate(known, `${side} ${found.name}`, () => rulesOf(sides[side], found))
  }
  return (route) => [read(route, 0), read(route, 1)]
}

function nameOf({ routes: [before, after] }: RouteClass): string | null {
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
  sides: BundlePair,
  parts: readonly { readonly resource: string | null }[],
  rawChanges: readonly RawChange[],
): readonly string[] {
  const touched = new Set<string | null>(parts.map(({ resource }) => resource))
  for (const { pair } of rawChanges) for (const name of JSON.parse(pair)) touched.add(name)
  return ofBoth(sides, ({ resources }) => resources.keys()).filter((name) => !touched.has(name))
}
