/**
 * The comparison of two bundles: which requests are decided differently, as wider or tighter changes, and which edit is the cause.
 *
 * Both policies decide classes of requests, which follow from what the engine reads; the differing ones are merged into changes.
 * `docs/adr/0015-diff-by-cells.md` explains why none is lost.
 *
 * @module
 */
import { type Bundle, prepare } from '@marque/core'
import type { PreparedPolicy } from '@marque/core/engine'
import { CauseFinder } from './cause/index.ts'
import { type CellOptions, compareCells } from './cells/index.ts'
import type { Change, Difference, Undecided } from './change.ts'
import { changesOf, explainChanges, originsIn } from './report/index.ts'

/** Limits; what is beyond them is `undecided`. */
export type DiffOptions = CellOptions

/**
 * Compares two bundles.
 *
 * Pure and deterministic; independent of the order of origins and resources in the documents. The cost depends on the size of the
 * difference: equal resources are not compared.
 *
 * @param before Null for the empty policy, which matches and grants nothing.
 * @returns Every change, each with a witness request. A part that would cost too much is in `undecided`, and then the verdict is never
 *   `equal`.
 *
 * @example
 * ```ts
 * const { verdict, changes } = diff(before, after)
 * if (verdict === 'wider') console.log(changes[0]?.what)
 * ```
 */
export function diff(before: Bundle | null, after: Bundle, options: DiffOptions = {}): Difference {
  const old = before ?? emptyPolicy(after)
  const policies = [prepare(old) as PreparedPolicy, prepare(after) as PreparedPolicy] as const
  const { regions, undecided } = compareCells(policies, options)
  const finder = new CauseFinder(old, after, originsIn(regions))
  const caused = changesOf(regions, [old, after], finder, policies[1])
  const { changes, causes, notes } = explainChanges(caused, finder.edits, old, after)
  const left = [...undecided].sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1))
  return {
    verdict: verdictOf(changes, left.length > 0),
    changes,
    causes,
    notes,
    unchanged: unchangedIn([old, after], [...changes, ...notes, ...left]),
    undecided: left,
  }
}

/** No resource, nothing granted; what the policy guards is as after the change. */
function emptyPolicy(after: Bundle): Bundle {
  return { ...after, unmatched: 'block', sets: {}, resources: [], vectors: [] }
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

/** The resources of either side that no part of the report names; none where the policy as a whole is undecided. */
function unchangedIn(
  bundles: readonly Bundle[],
  parts: readonly (Change | { readonly resource: string | null })[],
): readonly string[] {
  if (parts.some((part) => part.resource === null && 'why' in part)) return []
  const touched = new Set<string | null>(
    parts.flatMap((part) => [
      part.resource,
      ...('classes' in part ? part.classes.flatMap(({ resources }) => resources) : []),
    ]),
  )
  const names = new Set(bundles.flatMap(({ resources }) => resources.map(({ name }) => name)))
  return [...names].filter((name) => !touched.has(name)).sort()
}
