/**
 * Sets of outcomes: the places that the alternatives of a path lead to (D4).
 *
 * @module
 */
import { type Leaf, TIED } from './resource-tree.ts'

/** Where some alternative leads. */
export interface Outcome {
  /** Null where no match fits. */
  readonly leaf: Leaf | null
  /** What the segment {@link Leaf.namedSegment} names; null where the leaf has none, or where it is not known yet. */
  readonly value: string | null
}

export const NO_MATCH: Outcome = { leaf: null, value: null }

/** Outcomes of several resources, or a tie: no other outcome changes that. */
export const AMBIGUOUS: readonly Outcome[] = [{ leaf: TIED, value: null }]

/** Sets that are larger are reduced. */
const FEW = 5

/**
 * The outcomes of both sets.
 *
 * @param keepsRanks Outcomes are to be compared with those of another tree. Otherwise several resources are {@link AMBIGUOUS}.
 */
export function unionOf(
  all: readonly Outcome[],
  more: readonly Outcome[],
  keepsRanks: boolean,
): readonly Outcome[] {
  if (all === AMBIGUOUS || more === AMBIGUOUS) return AMBIGUOUS
  if (all === more || (all.length === 0 && more.length === 1)) return more
  let union = all
  for (const outcome of more) {
    const known = find(union, outcome, keepsRanks)
    if (known === 'several') return AMBIGUOUS
    if (known === 'none') union = [...union, outcome]
  }
  if (union === all) return all
  if (union.length > FEW) union = reduce(union)
  // Sets that stay the same are compared by identity.
  return isSubset(union, more) ? more : isSubset(union, all) ? all : union
}

function isSubset(some: readonly Outcome[], all: readonly Outcome[]): boolean {
  if (some.length > all.length) return false
  for (const each of some) if (!all.includes(each)) return false
  return true
}

/** Whether a set has an outcome, or that of another resource where one is enough. */
function find(
  set: readonly Outcome[],
  outcome: Outcome,
  keepsRanks: boolean,
): 'one' | 'several' | 'none' {
  for (const known of set) {
    if (isSame(known, outcome, keepsRanks)) return 'one'
    if (!keepsRanks && isOtherResource(known, outcome)) return 'several'
  }
  return 'none'
}

/** The place of a leaf whose segment is still to be compared can change: it is not the same as that of another one. */
function isSame(a: Outcome, b: Outcome, keepsRanks: boolean): boolean {
  if (a === b) return true
  if (a.leaf === null || b.leaf === null || a.value !== b.value) return false
  if (a.leaf.resource !== b.leaf.resource || a.leaf.namedSegment !== b.leaf.namedSegment)
    return false
  return !keepsRanks || a.leaf.rank === b.leaf.rank
}

function isOtherResource(a: Outcome, b: Outcome): boolean {
  return a.leaf !== null && b.leaf !== null && a.leaf.resource !== b.leaf.resource
}

/**
 * Drops outcomes that cannot change which one place the path has, if it has one.
 *
 * Of each pair of outcomes of two trees the more specific counts. Where a set has several resources, all outcomes of the other set must be one
 * place, and more specific than each of this set that is another place; two resources with the most specific outcomes tell that. Where a set has
 * one resource, its most and its least specific outcomes tell it.
 */
function reduce(outcomes: readonly Outcome[]): readonly Outcome[] {
  const sorted = outcomes.toSorted((a, b) => rankOf(a) - rankOf(b))
  const resources = [...new Set(sorted.flatMap(({ leaf }) => leaf?.resource ?? []))].slice(0, 2)
  const kept = sorted.filter(({ leaf }) => leaf === null || resources.includes(leaf.resource))
  const sameAs = (outcome: Outcome) => (other: Outcome) => isSame(outcome, other, false)
  return kept.filter(
    (each, at) => kept.findIndex(sameAs(each)) === at || kept.findLastIndex(sameAs(each)) === at,
  )
}

function rankOf({ leaf }: Outcome): number {
  return leaf === null ? Number.POSITIVE_INFINITY : leaf.rank
}

/** The outcomes without {@link NO_MATCH}. */
export function withoutNoMatch(outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes.includes(NO_MATCH) ? outcomes.filter((each) => each !== NO_MATCH) : outcomes
}

/**
 * Of each pair of outcomes from the two trees of a host entry, the more specific (D4, *Reading*); both where their ranks are equal.
 */
export function mergeOf(
  separated: readonly Outcome[],
  data: readonly Outcome[],
): readonly Outcome[] {
  let all: readonly Outcome[] = []
  for (const a of separated) {
    for (const b of data) {
      if (rankOf(a) <= rankOf(b)) all = unionOf(all, [a], false)
      if (rankOf(b) <= rankOf(a)) all = unionOf(all, [b], false)
    }
  }
  return all
}

/** The one place of all outcomes; `undefined` where they have several, or two resources fit equally. */
export function placeOf(outcomes: readonly Outcome[]): Outcome | undefined {
  const [first] = outcomes
  if (first === undefined || first.leaf === TIED) return undefined
  const isOne = outcomes.every(
    ({ leaf, value }) => leaf?.resource === first.leaf?.resource && value === first.value,
  )
  return isOne ? first : undefined
}
