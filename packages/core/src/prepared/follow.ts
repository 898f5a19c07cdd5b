/**
 * Follows all alternatives of a path through one tree of patterns together (D4, *Followed*), to the set of places that they lead to.
 *
 * @module
 */
import type { PathEdge, PathGraph } from '../path/index.ts'
import {
  foldedLiteralsOf,
  type Leaf,
  literalOf,
  type PathTree,
  pick,
  TIED,
  type TreeNode,
} from './resource-tree.ts'

/** How parts are compared with literals and with known names. */
export type Comparison = 'exact' | 'folded'

export interface FollowOptions {
  readonly method: string
  /** The comparisons that layers may use: one of them for `explain`, else both. */
  readonly comparisons: readonly Comparison[]
  /** What a named segment can stand for; one value for each comparison, or fewer. */
  readonly valuesOf: (part: PathEdge) => readonly (string | null)[]
  /**
   * Outcomes of several resources are wanted, because those of another tree can take precedence. Otherwise two resources settle that the path
   * is ambiguous, and the other outcomes are not looked for.
   */
  readonly keepsRanks: boolean
}

/**
 * The outcomes of all alternatives of a path.
 *
 * Each pair of node and position is looked at once, so that the cost is at most that of nodes touched × positions × alternatives of a position.
 *
 * @returns Not empty. {@link AMBIGUOUS} where they have several resources and `keepsRanks` is false.
 */
export function follow(
  tree: PathTree,
  graph: PathGraph,
  options: FollowOptions,
): readonly Outcome[] {
  if (tree.size === 0) return ONLY_NO_MATCH
  return new Walk(graph, options).start(tree.root)
}

/** What is known of a node in one walk. */
interface Visit {
  readonly node: TreeNode
  /** Outcomes by position. */
  readonly known: (readonly Outcome[] | undefined)[]
  /** Those of the node's `**`. */
  readonly rest: readonly Outcome[]
}

class Walk {
  readonly #graph: PathGraph
  readonly #options: FollowOptions
  readonly #visits = new Map<TreeNode, Visit>()

  constructor(graph: PathGraph, options: FollowOptions) {
    this.#graph = graph
    this.#options = options
  }

  start(root: TreeNode): readonly Outcome[] {
    return this.#follow(this.#visit(root), this.#graph.length - 1)
  }

  #visit(node: TreeNode): Visit {
    let visit = this.#visits.get(node)
    if (visit === undefined) {
      visit = { node, known: [], rest: this.#only(pick(node.rest, this.#options.method)) }
      this.#visits.set(node, visit)
    }
    return visit
  }

  /** Recurs once for each level of the tree: positions that are reached by parts that vanish are followed first, from the end on. */
  #follow(visit: Visit, position: number): readonly Outcome[] {
    const { known } = visit
    const before = known[position]
    if (before !== undefined) return before
    if (this.#graph[position]?.some(({ text }) => text === null) !== true) {
      const outcomes = this.#step(visit, position)
      known[position] = outcomes
      return outcomes
    }
    for (const each of this.#reachedByNothing(known, position)) {
      known[each] = this.#step(visit, each)
    }
    return known[position] ?? ONLY_NO_MATCH
  }

  /** The position, and those that it reaches by parts that vanish and that are not known yet; in ascending order. */
  #reachedByNothing(known: Visit['known'], position: number): readonly number[] {
    const reached = [position]
    const seen = new Set(reached)
    for (const from of reached) {
      for (const { text, to } of this.#graph[from] ?? []) {
        if (text !== null || known[to] !== undefined || seen.has(to)) continue
        seen.add(to)
        reached.push(to)
      }
    }
    return reached.sort((a, b) => a - b)
  }

  #step(visit: Visit, position: number): readonly Outcome[] {
    const { node, known, rest } = visit
    if (position === 0) {
      const end = pick(node.end, this.#options.method)
      return end === null ? rest : this.#only(end)
    }
    let all: readonly Outcome[] = []
    for (const edge of this.#graph[position] ?? []) {
      if (edge.text === null) all = this.#union(all, known[edge.to] ?? ONLY_NO_MATCH)
      else if (node.literals.length === 0) all = this.#union(all, this.#take(visit, NONE, edge))
      else {
        for (const literals of this.#literalsOf(node, edge)) {
          all = this.#union(all, this.#take(visit, literals, edge))
        }
      }
      if (all === AMBIGUOUS) break
    }
    return all
  }

  /** The literals that a part is equal to, once for each comparison that gives other literals. */
  #literalsOf(node: TreeNode, { text, folded }: PathEdge): readonly (readonly TreeNode[])[] {
    const inFolded = foldedLiteralsOf(node, folded)
    const exact = literalOf(node, text ?? '')
    const isSame = exact === undefined ? inFolded.length === 0 : inFolded.length === 1
    if (isSame) return [inFolded]
    return this.#options.comparisons.map((comparison) =>
      comparison === 'folded' ? inFolded : exact === undefined ? NONE : [exact],
    )
  }

  /** One part: literal, then `{name}`, then `**`. All alternatives of the rest go to the next of these where one of them finds no match. */
  #take({ node, rest }: Visit, literals: readonly TreeNode[], edge: PathEdge): readonly Outcome[] {
    let all: readonly Outcome[] = []
    for (const literal of literals) {
      all = this.#union(all, this.#follow(this.#visit(literal), edge.to))
    }
    if (literals.length > 0 && !all.includes(NO_MATCH)) return all
    all = withoutNoMatch(all)
    if (node.name !== null && edge.text !== '') {
      const named = this.#named(node, this.#follow(this.#visit(node.name), edge.to), edge)
      all = this.#union(all, withoutNoMatch(named))
      if (!named.includes(NO_MATCH)) return all
    }
    return this.#union(all, rest)
  }

  /** The outcomes behind `{name}`, with what the part names. */
  #named(node: TreeNode, outcomes: readonly Outcome[], edge: PathEdge): readonly Outcome[] {
    if (!node.isNamed || outcomes === AMBIGUOUS) return outcomes
    let all: readonly Outcome[] = []
    for (const outcome of outcomes) {
      const { leaf } = outcome
      const isNamedHere = leaf !== null && leaf.namedSegment === node.depth
      all = this.#union(
        all,
        isNamedHere ? this.#options.valuesOf(edge).map((value) => ({ leaf, value })) : [outcome],
      )
    }
    return all
  }

  #only(leaf: Leaf | null): readonly Outcome[] {
    if (leaf === null) return ONLY_NO_MATCH
    return leaf === TIED && !this.#options.keepsRanks ? AMBIGUOUS : [{ leaf, value: null }]
  }

  #union(all: readonly Outcome[], more: readonly Outcome[]): readonly Outcome[] {
    return unionOf(all, more, this.#options.keepsRanks)
  }
}

const NONE: readonly never[] = []

/** Where some alternative leads. */
export interface Outcome {
  /** Null where no match fits. */
  readonly leaf: Leaf | null
  /** What the segment {@link Leaf.namedSegment} names; null where the leaf has none, or where it is not known yet. */
  readonly value: string | null
}

export const NO_MATCH: Outcome = { leaf: null, value: null }
const ONLY_NO_MATCH: readonly Outcome[] = [NO_MATCH]

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
