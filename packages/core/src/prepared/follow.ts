/**
 * Follows all alternatives of a path through one tree of patterns together (D4, *Followed*).
 *
 * @module
 */
import type { PathEdge, PathGraph } from '../path/index.ts'
import { AMBIGUOUS, NO_MATCH, type Outcome, unionOf, withoutNoMatch } from './outcomes.ts'
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

const ONLY_NO_MATCH: readonly Outcome[] = [NO_MATCH]

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
  readonly node: PathNode
  /** Outcomes by position. */
  readonly known: (readonly Outcome[] | undefined)[]
  /** Those of the node's `**`. */
  readonly rest: readonly Outcome[]
}

class Walk {
  readonly #graph: PathGraph
  readonly #options: FollowOptions
  readonly #visits = new Map<PathNode, Visit>()

  constructor(graph: PathGraph, options: FollowOptions) {
    this.#graph = graph
    this.#options = options
  }

  start(root: PathNode): readonly Outcome[] {
    return this.#follow(this.#visit(root), this.#graph.length - 1)
  }

  #visit(node: PathNode): Visit {
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
  #literalsOf(node: PathNode, { text, folded }: PathEdge): readonly (readonly PathNode[])[] {
    const inFolded = foldedLiteralsOf(node, folded)
    const exact = literalOf(node, text ?? '')
    const isSame = exact === undefined ? inFolded.length === 0 : inFolded.length === 1
    if (isSame) return [inFolded]
    return this.#options.comparisons.map((comparison) =>
      comparison === 'folded' ? inFolded : exact === undefined ? NONE : [exact],
    )
  }

  /** One part: literal, then `{name}`, then `**`. All alternatives of the rest go to the next of these where one of them finds no match. */
  #take({ node, rest }: Visit, literals: readonly PathNode[], edge: PathEdge): readonly Outcome[] {
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
    return leaf === TIED && !this.#options.keepsRanks ? AMBIGUOUS : [{ leaf, value: null }]
  }

  #union(all: readonly Outcome[], more: readonly Outcome[]): readonly Outcome[] {
    return unionOf(all, more, this.#options.keepsRanks)
  }
}

const NONE: readonly never[] = []
