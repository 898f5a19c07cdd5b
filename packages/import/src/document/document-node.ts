/**
 * Nodes of a YAML or JSON document with their positions, read on demand.
 *
 * Unlike policies, such documents may have anchors, aliases and keys that are numbers, and may be deeply nested. They are not converted
 * to values as a whole: an alias is resolved when a node is read, and never expanded.
 *
 * @module
 */
import type { Json } from '@marque/core'
import type { Position } from '@marque/policy'
import { isAlias, isMap, isNode, isScalar, isSeq, type Node, type YAMLMap } from 'yaml'
import { type RawFinding, shorten } from '../findings/index.ts'

/** Nodes that one reading visits at most: aliases and references can make a small file a large document. */
export const MOST_NODES = 1_000_000

/** A node with its address. */
export interface DocumentNode {
  readonly node: Node | null
  /** JSON Pointer; behind a reference that of its target. */
  readonly pointer: string
  /** Offset of its key; of the node itself in a list. */
  readonly offset: number
}

/** A document being read, and the findings so far. */
export interface Source {
  /** The target of each alias. */
  readonly aliases: ReadonlyMap<Node, Node>
  readonly root: DocumentNode
  readonly position: (offset: number) => Position
  readonly found: RawFinding[]
  /** Code, offset and message of each finding: many references may lead to one node. */
  readonly reported: Set<string>
  /** Nodes that may still be visited. */
  left: number
}

/** The document has more nodes than {@link MOST_NODES}, or is nested too deeply. Caught within this package. */
export class LimitExceeded extends Error {}

/** The entries of each mapping by key. */
const INDEXES = new WeakMap<
  YAMLMap,
  ReadonlyMap<string, { readonly key: unknown; readonly value: unknown }>
>()

/** The text of a key; `undefined` for one that is a list or a mapping. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))
}

/** One reference token of a JSON Pointer (RFC 6901, 3). */
export function step(name: string | number): string {
  return `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** The value of a key; `undefined` where there is none. */
export function child(source: Source, at: DocumentNode, key: string): DocumentNode | undefined {
  const node = resolveAlias(source, at)
  if (!isMap(node)) return undefined
  const pair = indexOf(node).get(key)
  return pair && nodeOf(pair.value, pair.key, at.pointer + step(key))
}

/** The entries of a mapping in document order; empty for any other node. */
export function entries(
  source: Source,
  at: DocumentNode | undefined,
): readonly (readonly [string, DocumentNode])[] {
  const node = at && resolveAlias(source, at)
  if (!at || !isMap(node)) return []
  const index = indexOf(node)
  spend(source, index.size)
  return [...index].map(([key, pair]) => [
    key,
    nodeOf(pair.value, pair.key, at.pointer + step(key)),
  ])
}

/** The items of a list; empty for any other node. */
export function items(source: Source, at: DocumentNode | undefined): readonly DocumentNode[] {
  const node = at && resolveAlias(source, at)
  if (!at || !isSeq(node)) return []
  spend(source, node.items.length)
  return node.items.map((item, index) => {
    const itemNode = isNode(item) ? item : null
    return {
      node: itemNode,
      pointer: at.pointer + step(index),
      offset: itemNode?.range?.[0] ?? at.offset,
    }
  })
}

/** The string value of a node; `undefined` for any other node. */
export function textOf(source: Source, at: DocumentNode | undefined): string | undefined {
  const value = at && scalarOf(source, at)
  return typeof value === 'string' ? value : undefined
}

/** The value of a scalar; `undefined` for lists and mappings. */
export function scalarOf(source: Source, at: DocumentNode): unknown {
  const node = resolveAlias(source, at)
  return isScalar(node) ? node.value : undefined
}

export function isMapping(source: Source, at: DocumentNode): boolean {
  return isMap(resolveAlias(source, at))
}

export function isList(source: Source, at: DocumentNode): boolean {
  return isSeq(resolveAlias(source, at))
}

/** A node as JSON, for small values that are copied into a policy. */
export function jsonOf(source: Source, at: DocumentNode): Json | undefined {
  spend(source, 1)
  if (at.pointer.split('/').length > 100) throw new LimitExceeded()
  if (isMapping(source, at)) {
    return Object.fromEntries(
      entries(source, at).flatMap(([key, value]) => {
        const json = jsonOf(source, value)
        return json === undefined || key === '__proto__' ? [] : [[key, json]]
      }),
    )
  }
  if (isList(source, at)) {
    return items(source, at).flatMap((item) => {
      const json = jsonOf(source, item)
      return json === undefined ? [] : [json]
    })
  }
  const value = scalarOf(source, at)
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
    ? (value as Json)
    : undefined
}

/** Adds a finding about a node, once. */
export function report(
  source: Source,
  at: DocumentNode,
  finding: { readonly code: RawFinding['code']; readonly message: string; readonly help?: string },
  value?: string,
): void {
  const identity = `${finding.code} ${at.offset} ${finding.message}`
  if (source.reported.has(identity)) return
  source.reported.add(identity)
  source.found.push({
    ...finding,
    path: at.pointer,
    position: source.position(at.offset),
    ...(value !== undefined && { value: shorten(value) }),
  })
}

function nodeOf(value: unknown, key: unknown, pointer: string): DocumentNode {
  const node = isNode(value) ? value : null
  const offset = (isNode(key) ? key.range?.[0] : undefined) ?? node?.range?.[0] ?? 0
  return { node, pointer, offset }
}

/** Resolves aliases. An alias refers to an earlier anchor, which may be one of its ancestors. */
function resolveAlias(source: Source, at: DocumentNode): Node | null {
  let node = at.node
  for (let hops = 0; isAlias(node); hops++) {
    spend(source, 1)
    node = hops < 16 ? (source.aliases.get(node) ?? null) : null
  }
  return node
}

function spend(source: Source, nodes: number): void {
  source.left -= nodes
  if (source.left < 0) throw new LimitExceeded()
}

function indexOf(
  map: YAMLMap,
): ReadonlyMap<string, { readonly key: unknown; readonly value: unknown }> {
  const known = INDEXES.get(map)
  if (known) return known
  const index = new Map<string, { key: unknown; value: unknown }>()
  for (const { key, value } of map.items) {
    const text = keyText(key)
    if (text !== undefined && !index.has(text)) index.set(text, { key, value })
  }
  INDEXES.set(map, index)
  return index
}
