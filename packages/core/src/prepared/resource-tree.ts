/**
 * Trees of path patterns, which find the most specific match (D7): segment by segment a literal, `{name}`, the end of the pattern, `**`; then a
 * match with methods before one without. Hosts come before paths, in `router.ts`.
 *
 * A walk looks at segments in order of specificity and allocates nothing.
 *
 * @module
 */
import type { Match } from '../bundle/index.ts'
import { coversMethod } from '../headers/index.ts'
import { foldCase, type PathPattern, readPathPattern } from '../path/index.ts'

/** A match of a resource, at the end of its path pattern. */
export interface Leaf {
  /** Index of the resource in the bundle. */
  readonly resource: number
  readonly methods: readonly string[] | null
  /** Smaller is more specific; equal where every path that fits one leaf fits the other. */
  readonly rank: number
  /** Index of the segment `{tenant}`; -1 where there is none. */
  readonly tenantSegment: number
  /** The match keeps `%2F` inside its segment. */
  readonly keepsSlash: boolean
}

/** Two resources fit with equal rank, so that there is no single one. */
export const TIED: Leaf = {
  resource: -1,
  methods: null,
  rank: -1,
  tenantSegment: -1,
  keepsSlash: false,
}

interface Node {
  readonly literals: { readonly text: string; readonly node: Node }[]
  /** Built where there are more than {@link FEW} literals. */
  byText: Map<string, Node> | null
  name: Node | null
  readonly end: Leaf[]
  readonly rest: Leaf[]
}

/** Up to this many literals are compared one by one. */
const FEW = 8

/** The tree of one host, reading and meaning of an encoded slash. */
export interface PathTree {
  readonly root: Node
  readonly size: number
}

/** A match to be put into a tree. */
export interface TreeEntry {
  readonly resource: number
  readonly match: Match
  readonly pattern: PathPattern
  readonly rank: number
}

/** @param folded Whether literals are case-folded, for folded readings. */
export function buildTree(entries: readonly TreeEntry[], folded: boolean): PathTree {
  const root = newNode()
  for (const { resource, match, pattern, rank } of entries) {
    let node = root
    let tenantSegment = -1
    pattern.segments.forEach((segment, at) => {
      if ('name' in segment) {
        if (segment.name === 'tenant') tenantSegment = at
        node.name ??= newNode()
        node = node.name
      } else node = literalChild(node, folded ? foldCase(segment.literal) : segment.literal)
    })
    const leaf: Leaf = {
      resource,
      methods: match.methods,
      rank,
      tenantSegment,
      keepsSlash: match.encodedSlash === 'data',
    }
    ;(pattern.rest ? node.rest : node.end).push(leaf)
  }
  return { root, size: entries.length }
}

function newNode(): Node {
  return { literals: [], byText: null, name: null, end: [], rest: [] }
}

function literalChild(node: Node, text: string): Node {
  const known = node.byText
    ? node.byText.get(text)
    : node.literals.find((child) => child.text === text)?.node
  if (known) return known
  const child = newNode()
  node.literals.push({ text, node: child })
  if (node.byText) node.byText.set(text, child)
  else if (node.literals.length > FEW) {
    node.byText = new Map(node.literals.map((each) => [each.text, each.node]))
  }
  return child
}

/**
 * Finds the leaf of a path, which starts with the `/` at `start` and ends before `end`. One trailing slash is ignored (D5).
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

function walk(node: Node, path: string, at: number, end: number, method: string): Leaf | null {
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

function childAt(node: Node, path: string, at: number, segmentEnd: number): Node | undefined {
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

/** Of the matches with one pattern, one whose methods cover the method, else one without methods. */
function pick(leaves: readonly Leaf[], method: string): Leaf | null {
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

/** The pattern of a match; `undefined` for an invalid one, which then matches nothing. */
export function patternOf(match: Match): PathPattern | undefined {
  return readPathPattern(match.path)
}
