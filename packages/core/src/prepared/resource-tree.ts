/**
 * Trees of path patterns, which find the most specific match (D7): segment by segment a literal, `{name}`, the end of the pattern, `**`; then a
 * match with methods before one without. Hosts come before paths, in `router.ts`.
 *
 * A path with one alternative is looked up here, in a walk that allocates nothing; all others in `follow.ts`.
 *
 * @module
 */
import { coversMethod } from '../headers/index.ts'
import { foldCase, type PathPattern } from '../path/index.ts'
import { groupBy } from './group-by.ts'

/** A match of a resource, at the end of its path pattern. */
export interface Leaf {
  /** Index of the resource in the bundle. */
  readonly resource: number
  readonly methods: readonly string[] | null
  /** Smaller is more specific (D7); equal where the patterns are of one shape, whatever their literals. */
  readonly rank: number
  /** Index of the segment `{tenant}`, or of another segment whose text is wanted; -1 where there is none. */
  readonly namedSegment: number
}

/** Two resources fit with equal rank, so that there is no single one. */
export const TIED: Leaf = { resource: -1, methods: null, rank: -1, namedSegment: -1 }

/** With case folded, a part is equal to other literals than exactly: the alternatives have to be followed one by one. */
export const CASE_MATTERS: Leaf = { resource: -1, methods: null, rank: -2, namedSegment: -1 }

/** The patterns that have the same segments up to here. */
export interface PathNode {
  readonly literals: readonly { readonly text: string; readonly node: PathNode }[]
  /** The segment `{name}`. */
  readonly name: PathNode | null
  /** The matches whose patterns end here, and those whose `**` is here. */
  readonly end: readonly Pick<Leaf, 'resource'>[]
  readonly rest: readonly Pick<Leaf, 'resource'>[]
}

/** A {@link PathNode} that paths are looked up in. */
export interface TreeNode {
  /** The number of segments before it. */
  readonly depth: number
  readonly literals: { readonly text: string; readonly node: TreeNode }[]
  /** Built where there are more than {@link FEW} literals. */
  byText: Map<string, TreeNode> | null
  /** Literals by their folded text; built when it is first needed. */
  byFolded: Map<string, readonly TreeNode[]> | null
  name: TreeNode | null
  /** The segment `{name}` here is the {@link Leaf.namedSegment} of a match below. */
  isNamed: boolean
  readonly end: Leaf[]
  readonly rest: Leaf[]
}

/** Up to this many literals are compared one by one. */
const FEW = 8

/** The tree of one host and meaning of an encoded slash. */
export interface PathTree {
  readonly root: TreeNode
  readonly size: number
}

/** A match to be put into a tree. */
export interface TreeEntry {
  readonly resource: number
  readonly methods: readonly string[] | null
  readonly pattern: PathPattern
  readonly rank: number
  readonly namedSegment: number
}

export function buildTree(entries: readonly TreeEntry[]): PathTree {
  const root = newNode(0)
  for (const { pattern, ...leaf } of entries) {
    let node = root
    pattern.segments.forEach((segment, at) => {
      if ('name' in segment) {
        if (leaf.namedSegment === at) node.isNamed = true
        node.name ??= newNode(at + 1)
        node = node.name
      } else node = addLiteral(node, segment.literal)
    })
    ;(pattern.rest ? node.rest : node.end).push(leaf)
  }
  return { root, size: entries.length }
}

function newNode(depth: number): TreeNode {
  return {
    depth,
    literals: [],
    byText: null,
    byFolded: null,
    name: null,
    isNamed: false,
    end: [],
    rest: [],
  }
}

function addLiteral(node: TreeNode, text: string): TreeNode {
  const known = literalOf(node, text)
  if (known) return known
  const child = newNode(node.depth + 1)
  node.literals.push({ text, node: child })
  if (node.byText) node.byText.set(text, child)
  else if (node.literals.length > FEW) {
    node.byText = new Map(node.literals.map((each) => [each.text, each.node]))
  }
  return child
}

/** The child for a literal, compared exactly. */
export function literalOf(node: TreeNode, text: string): TreeNode | undefined {
  return node.byText
    ? node.byText.get(text)
    : node.literals.find((child) => child.text === text)?.node
}

/** The children for the literals that have a folded text; there can be several. */
export function foldedLiteralsOf(node: TreeNode, folded: string): readonly TreeNode[] {
  node.byFolded ??= foldLiterals(node)
  return node.byFolded.get(folded) ?? NO_NODES
}

const NO_NODES: readonly TreeNode[] = []

function foldLiterals({ literals }: TreeNode): Map<string, readonly TreeNode[]> {
  const byFolded = groupBy(literals, ({ text }) => foldCase(text))
  return new Map([...byFolded].map(([folded, same]) => [folded, same.map(({ node }) => node)]))
}

/**
 * Finds the leaf of a path with one alternative, which starts with the `/` at `start` and ends before `end`. One trailing slash is ignored (D5).
 *
 * @returns The leaf, {@link TIED}, or null.
 */
export function findLeaf(
  tree: PathTree,
  path: string,
  start: number,
  end: number,
  method: string,
): Leaf | null {
  if (tree.size === 0) return null
  const trimmed = path.charCodeAt(end - 1) === 0x2f ? end - 1 : end
  return walk(tree.root, path, start + 1, trimmed, method)
}

function walk(node: TreeNode, path: string, at: number, end: number, method: string): Leaf | null {
  if (at > end) return pick(node.end, method) ?? pick(node.rest, method)
  let segmentEnd = at
  while (segmentEnd < end && path.charCodeAt(segmentEnd) !== 0x2f) segmentEnd++
  const child = childAt(node, path, at, segmentEnd)
  if (child !== undefined) {
    const leaf = walk(child, path, segmentEnd + 1, end, method)
    if (leaf !== null) return leaf
  }
  if (node.name !== null && segmentEnd > at) {
    const leaf = walk(node.name, path, segmentEnd + 1, end, method)
    if (leaf !== null) return leaf
  }
  return pick(node.rest, method)
}

/**
 * Finds the leaf of a path whose alternatives differ only in the case of letters: as {@link findLeaf}, as long as each part is equal to the same literals exactly
 * and with case folded.
 *
 * @param folded The path with case folded.
 * @returns The leaf, {@link TIED}, {@link CASE_MATTERS}, or null.
 */
export function findCasedLeaf(
  tree: PathTree,
  path: string,
  folded: string,
  method: string,
): Leaf | null {
  if (tree.size === 0) return null
  const end = path.endsWith('/') ? path.length - 1 : path.length
  return walkCased(tree.root, path, folded, 1, end, method)
}

function walkCased(
  node: TreeNode,
  path: string,
  folded: string,
  at: number,
  end: number,
  method: string,
): Leaf | null {
  if (at > end) return pick(node.end, method) ?? pick(node.rest, method)
  let segmentEnd = at
  while (segmentEnd < end && path.charCodeAt(segmentEnd) !== 0x2f) segmentEnd++
  if (node.literals.length > 0) {
    const child = childAt(node, path, at, segmentEnd)
    const others = foldedLiteralsOf(node, folded.slice(at, segmentEnd)).length
    if (others !== (child === undefined ? 0 : 1)) return CASE_MATTERS
    if (child !== undefined) {
      const leaf = walkCased(child, path, folded, segmentEnd + 1, end, method)
      if (leaf !== null) return leaf
    }
  }
  if (node.name !== null && segmentEnd > at) {
    const leaf = walkCased(node.name, path, folded, segmentEnd + 1, end, method)
    if (leaf !== null) return leaf
  }
  return pick(node.rest, method)
}

function childAt(
  node: TreeNode,
  path: string,
  at: number,
  segmentEnd: number,
): TreeNode | undefined {
  if (node.byText !== null) return node.byText.get(path.slice(at, segmentEnd))
  const { literals } = node
  for (let i = 0; i < literals.length; i++) {
    const literal = literals[i]
    if (literal !== undefined && isAt(path, at, segmentEnd, literal.text)) return literal.node
  }
  return undefined
}

/** Whether the segment is `text`; short, so that a loop beats a call. */
function isAt(path: string, at: number, end: number, text: string): boolean {
  if (text.length !== end - at) return false
  for (let i = 0; i < text.length; i++) {
    if (path.charCodeAt(at + i) !== text.charCodeAt(i)) return false
  }
  return true
}

/** Of the matches that end at one node, or whose `**` is there: one whose methods cover the method, else one without methods. */
export function pick(leaves: readonly Leaf[], method: string): Leaf | null {
  let named: Leaf | null = null
  let unnamed: Leaf | null = null
  for (let i = 0; i < leaves.length; i++) {
    const leaf = leaves[i]
    if (leaf === undefined) continue
    if (leaf.methods === null) unnamed = either(unnamed, leaf)
    else if (coversMethod(leaf.methods, method)) named = either(named, leaf)
  }
  return named ?? unnamed
}

function either(picked: Leaf | null, leaf: Leaf): Leaf {
  return picked !== null && picked.resource !== leaf.resource ? TIED : (picked ?? leaf)
}
