/**
 * Follows all alternatives of a path through one tree of patterns together (D4, *Followed*).
 *
 * @module
 */
import type { PathEdge, PathGraph } from '../path/index.ts'
import {
  foldedLiteralsOf,
  type Leaf,
  literalOf,
  type PathNode,
  type PathTree,
  pick,
  TIED,
} from './resource-tree.ts'

/** How parts are compared with literals and with known names. */
export type Comparison = 'exact' | 'folded'

/** Where some alternative leads. */
export interface Outcome {
  /** Null where no match fits. */
  readonly leaf: Leaf | null
  /** What the segment {@link Leaf.namedSegment} names, by {@link FollowOptions.valuesOf}; null where the leaf has none. */
  readonly value: string | null
}

export interface FollowOptions {
  readonly method: string
  /** The comparisons that layers may use: one of them for `explain`, else both. */
  readonly comparisons: readonly Comparison[]
  /** What a named segment can stand for; one value for each comparison, or fewer. */
  readonly valuesOf: (part: PathEdge) => readonly (string | null)[]
  /**
   * All outcomes are wanted, because those of another tree can take precedence. Otherwise two outcomes that differ settle that the path is
   * ambiguous, and the rest of them is not looked for.
   */
  readonly keepsAll: boolean
}

export const NO_MATCH: Outcome = { leaf: null, value: null }
const ONLY_NO_MATCH: readonly Outcome[] = [NO_MATCH]

/** Outcomes that differ, or a tie: an outcome that no other one changes. */
export const AMBIGUOUS: readonly Outcome[] = [{ leaf: TIED, value: null }]

/**
 * The outcomes of all alternatives of a path.
 *
 * Each pair of node and position is looked at once, so that the cost is at most that of nodes touched × positions × alternatives of a position.
 *
 * @returns Not empty. {@link AMBIGUOUS} where outcomes differ and `keepsAll` is false.
 */
export function follow(
  tree: PathTree,
  graph: PathGraph,
  options: FollowOptions,
): readonly Outcome[] {
  if (tree.size === 0) return ONLY_NO_MATCH
  return new Walk(graph, options).follow(tree.root, graph.length - 1)
}

class Walk {
  readonly #graph: PathGraph
  readonly #options: FollowOptions
  /** Outcomes of each node, by position. */
  readonly #known = new Map<PathNode, (readonly Outcome[] | undefined)[]>()

  constructor(graph: PathGraph, options: FollowOptions) {
    this.#graph = graph
    this.#options = options
  }

  /** Recurs once for each level of the tree: positions that are reached by parts that vanish are followed first, from the end on. */
  follow(node: PathNode, position: number): readonly Outcome[] {
    let known = this.#known.get(node)
    if (known === undefined) {
      known = []
      this.#known.set(node, known)
    }
    const before = known[position]
    if (before !== undefined) return before
    for (const each of this.#reachedByNothing(known, position)) {
      known[each] = this.#step(node, each, known)
    }
    return known[position] ?? ONLY_NO_MATCH
  }

  /** The position, and those that it reaches by parts that vanish and that are not known yet; in ascending order. */
  #reachedByNothing(
    known: readonly (readonly Outcome[] | undefined)[],
    position: number,
  ): readonly number[] {
    const reached = [position]
    if (!this.#graph[position]?.some(({ text }) => text === null)) return reached
    const seen = new Set(reached)
    for (const from of reached) {
      for (const { text, to } of this.#graph[from] ?? []) {
        if (text !== null || known[to] !== undefined || seen.has(to)) continue
        seen.add(to)
        reached.push(to)
      }
    }
    return reached.length === 1 ? reached : reached.sort((a, b) => a - b)
  }

  #step(
    node: PathNode,
    position: number,
    known: readonly (readonly Outcome[] | undefined)[],
  ): readonly Outcome[] {
    if (position === 0) return this.#atEnd(node)
    let all: readonly Outcome[] = []
    for (const edge of this.#graph[position] ?? []) {
      if (edge.text === null) all = this.#union(all, known[edge.to] ?? ONLY_NO_MATCH)
      else {
        for (const literals of this.#literalsOf(node, edge)) {
          all = this.#union(all, this.#take(node, literals, edge))
        }
      }
      if (all === AMBIGUOUS) break
    }
    return all
  }

  #atEnd(node: PathNode): readonly Outcome[] {
    const { method } = this.#options
    return this.#only(pick(node.end, method) ?? pick(node.rest, method))
  }

  /** The literals that a part is equal to, once for each comparison that gives other literals. */
  #literalsOf(node: PathNode, { text, folded }: PathEdge): readonly (readonly PathNode[])[] {
    const { comparisons } = this.#options
    const inFolded = foldedLiteralsOf(node, folded)
    const exact = literalOf(node, text ?? '')
    const same = exact === undefined ? inFolded.length === 0 : inFolded.length === 1
    if (same) return [inFolded]
    return comparisons.map((comparison) =>
      comparison === 'folded' ? inFolded : exact === undefined ? [] : [exact],
    )
  }

  /** One part: literal, then `{name}`, then `**`. All alternatives of the rest go to the next of these where one of them finds no match. */
  #take(node: PathNode, literals: readonly PathNode[], edge: PathEdge): readonly Outcome[] {
    let all: readonly Outcome[] = []
    for (const literal of literals) all = this.#union(all, this.follow(literal, edge.to))
    if (literals.length > 0 && !all.includes(NO_MATCH)) return all
    all = withoutNoMatch(all)
    if (node.name !== null && edge.text !== '') {
      const named = this.#named(node, this.follow(node.name, edge.to), edge)
      all = this.#union(all, withoutNoMatch(named))
      if (!named.includes(NO_MATCH)) return all
    }
    return this.#union(all, this.#only(pick(node.rest, this.#options.method)))
  }

  /** The outcomes behind `{name}`, with what the part names. */
  #named(node: PathNode, outcomes: readonly Outcome[], edge: PathEdge): readonly Outcome[] {
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
    return leaf === TIED && !this.#options.keepsAll ? AMBIGUOUS : [{ leaf, value: null }]
  }

  #union(all: readonly Outcome[], more: readonly Outcome[]): readonly Outcome[] {
    return unionOf(all, more, this.#options.keepsAll)
  }
}

/**
 * The outcomes of both. Those that lead to one place are one.
 *
 * @param keepsAll Matches count, not places: their ranks may matter.
 */
export function unionOf(
  all: readonly Outcome[],
  more: readonly Outcome[],
  keepsAll: boolean,
): readonly Outcome[] {
  if (all === AMBIGUOUS || more === AMBIGUOUS) return AMBIGUOUS
  if (all === more || (all.length === 0 && more.length === 1)) return more
  let union = all
  for (const outcome of more) {
    if (union.some((known) => isSame(known, outcome, keepsAll))) continue
    if (!keepsAll && outcome !== NO_MATCH && union.some((known) => known !== NO_MATCH)) {
      return AMBIGUOUS
    }
    union = [...union, outcome]
  }
  return union
}

function isSame(a: Outcome, b: Outcome, keepsAll: boolean): boolean {
  if (a === b) return true
  if (a.leaf === null || b.leaf === null || a.value !== b.value) return false
  return keepsAll ? a.leaf === b.leaf : a.leaf.resource === b.leaf.resource
}

/** The outcomes without {@link NO_MATCH}. */
export function withoutNoMatch(outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes.includes(NO_MATCH) ? outcomes.filter((each) => each !== NO_MATCH) : outcomes
}
