/**
 * D4, *Followed*: the matches of one tree that the alternatives of a path lead to.
 *
 * @module
 */
import type { Positions } from './alternatives.ts'
import { fold, isName, segmentsOf } from './patterns.ts'

/** One pattern: a leaf of the tree. `T` is what it leads to. */
export interface Leaf<T> {
  readonly path: string
  readonly value: T
}

/** Where one alternative leads. */
export interface Outcome<T> {
  readonly leaf: Leaf<T>
  /** What the captured segment names: null for nothing known, undefined where the pattern has no such segment. */
  readonly named: string | null | undefined
}

/** Outcomes without duplicates; null is "no match". */
export type Outcomes<T> = ReadonlyMap<string, Outcome<T> | null>

/** The segment of a pattern whose text matters, and the names that it may have. */
export interface Capture {
  readonly segment: '{tenant}' | '{apiVersion}'
  readonly known: readonly string[]
}

interface Node<T> {
  readonly depth: number
  readonly literals: Map<string, Node<T>>
  name: Node<T> | null
  readonly ends: Leaf<T>[]
  /** Those whose `**` is the segment after this node. */
  readonly rests: Leaf<T>[]
}

/**
 * Follows all alternatives at once.
 *
 * It works from the end of the path to its start, so that what lies behind a position is known for every node before it is needed:
 * neither a long path nor one with many alternatives costs more than positions times nodes.
 *
 * @param best The most specific leaves of those that end at one node; empty where none fits the request.
 */
export function follow<T>(
  leaves: readonly Leaf<T>[],
  positions: Positions,
  capture: Capture,
  best: (leaves: readonly Leaf<T>[]) => readonly Leaf<T>[],
): Outcomes<T> {
  const nodes = treeOf(leaves)
  const ids = new Map(leaves.map((leaf, index) => [leaf, index]))
  const keyOf = (outcome: Outcome<T> | null): string =>
    outcome === null ? 'none' : JSON.stringify([ids.get(outcome.leaf), outcome.named ?? null])
  const setOf = (found: readonly (Outcome<T> | null)[]): Outcomes<T> =>
    new Map(found.map((outcome) => [keyOf(outcome), outcome]))
  const outcomesOf = (found: readonly Leaf<T>[]): Outcome<T>[] =>
    best(found).map((leaf) => ({ leaf, named: undefined }))

  /** The outcomes of each node, from one position on. */
  type Behind = ReadonlyMap<Node<T>, Outcomes<T>>
  const behind: Behind[] = []
  for (let at = positions.length - 1; at >= 0; at--) {
    const here = new Map<Node<T>, Outcomes<T>>()
    for (const node of nodes)
      here.set(node, setOf(at === positions.length - 1 ? atEnd(node) : onward(node, at)))
    behind[at] = here
  }
  const [root] = nodes
  return (root && behind[0]?.get(root)) ?? setOf([null])

  /** D7: the end of a pattern, then `**`. */
  function atEnd(node: Node<T>): (Outcome<T> | null)[] {
    const ends = outcomesOf(node.ends)
    return ends.length > 0 ? ends : rest(node)
  }

  function rest(node: Node<T>): (Outcome<T> | null)[] {
    const rests = outcomesOf(node.rests)
    return rests.length > 0 ? rests : [null]
  }

  function onward(node: Node<T>, at: number): (Outcome<T> | null)[] {
    return (positions[at] ?? []).flatMap(({ part, to }) => {
      const next = behind[to]
      if (next === undefined) return []
      if (part === null) return outcomesAt(next, node)
      const exact = [...node.literals].filter(([text]) => text === part)
      const folded = [...node.literals].filter(([text]) => fold(text) === fold(part))
      return [exact, folded].flatMap((literals) =>
        orElse(
          literals.length === 0 ? [null] : literals.flatMap(([, child]) => outcomesAt(next, child)),
          () => orElse(byName(node, part, next), () => rest(node)),
        ),
      )
    })
  }

  /** `{name}` takes a part that is not empty. */
  function byName(node: Node<T>, part: string, next: Behind): (Outcome<T> | null)[] {
    const child = node.name
    if (child === null || part === '') return [null]
    return outcomesAt(next, child).flatMap((outcome) =>
      outcome !== null && segmentsOf(outcome.leaf.path)[node.depth] === capture.segment
        ? namesOf(part, capture.known).map((name) => captured(outcome, name))
        : [outcome],
    )
  }

  function outcomesAt(next: Behind, node: Node<T>): (Outcome<T> | null)[] {
    return [...(next.get(node)?.values() ?? [])]
  }
}

/** What is tried next replaces "no match". */
function orElse<T>(
  found: readonly (T | null)[],
  otherwise: () => readonly (T | null)[],
): (T | null)[] {
  const matches = found.filter((one) => one !== null)
  return found.length > matches.length ? [...matches, ...otherwise()] : matches
}

/** A pattern with the segment twice names nothing where the two differ. */
function captured<T>(outcome: Outcome<T>, name: string | null): Outcome<T> {
  return { ...outcome, named: outcome.named === undefined || outcome.named === name ? name : null }
}

/** D4 and D15: the known names that a part is, exactly and with case folded; null for none. */
function namesOf(part: string, known: readonly string[]): readonly (string | null)[] {
  const folded = known.filter((name) => fold(name) === fold(part))
  return [known.includes(part) ? part : null, ...(folded.length === 0 ? [null] : folded)]
}

/** All nodes of the tree, its root first. */
function treeOf<T>(leaves: readonly Leaf<T>[]): readonly Node<T>[] {
  const nodes: Node<T>[] = []
  const add = (depth: number): Node<T> => {
    const node: Node<T> = { depth, literals: new Map(), name: null, ends: [], rests: [] }
    nodes.push(node)
    return node
  }
  const root = add(0)
  for (const leaf of leaves) {
    const segments = segmentsOf(leaf.path)
    const isRest = segments.at(-1) === '**'
    let node = root
    for (const segment of isRest ? segments.slice(0, -1) : segments) {
      const child = isName(segment) ? node.name : node.literals.get(segment)
      const next = child ?? add(node.depth + 1)
      if (isName(segment)) node.name = next
      else node.literals.set(segment, next)
      node = next
    }
    if (isRest) node.rests.push(leaf)
    else node.ends.push(leaf)
  }
  return nodes
}
