/**
 * Parts of a foreign YAML or JSON document, each with its place: read on demand, so that what nobody asks for costs nothing.
 *
 * Such documents use what policies may not (anchors, aliases, keys that are numbers) and nest as deep as their schemas do. They
 * are looked at part by part rather than turned into values: an alias is followed where somebody asks, and never multiplied out.
 *
 * @module
 */
import type { Json } from '@marque/core'
import type { Position } from '@marque/policy'
import { isAlias, isMap, isNode, isScalar, isSeq, type Node, type YAMLMap } from 'yaml'
import { type Found, shorten } from '../findings/found.ts'

/** How many parts one reading looks at. Aliases and references can make a small file a large one. */
export const MOST_PARTS = 1_000_000

/** One part of a document. */
export interface Part {
  readonly node: Node | null
  /** JSON Pointer of where it stands; of where a reference led, behind one. */
  readonly pointer: string
  /** Offset of what names it, its key; of the part itself in a list. */
  readonly at: number
}

/** A document being read: where it is, and what was found. */
export interface Source {
  /** What each alias names. */
  readonly aliases: ReadonlyMap<Node, Node>
  readonly root: Part
  readonly position: (offset: number) => Position
  readonly found: Found[]
  /** Code and place of what was found: many parts may share one that is wrong. */
  readonly reported: Set<string>
  /** How many parts may still be looked at. */
  left: number
}

/** Thrown where a document has become too large to go on; never leaves this package. */
export class Exhausted extends Error {}

/** What is known about one mapping, worked out once. */
const INDEXES = new WeakMap<
  YAMLMap,
  ReadonlyMap<string, { readonly key: unknown; readonly value: unknown }>
>()

/** The text of a key; `undefined` for one that is a list or a mapping. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))
}

/** Writes one step of a JSON Pointer (RFC 6901, 3). */
export function step(name: string | number): string {
  return `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** The part under a key; `undefined` where there is none. */
export function child(source: Source, part: Part, key: string): Part | undefined {
  const node = resolved(source, part)
  if (!isMap(node)) return undefined
  const pair = indexOf(node).get(key)
  return pair && partOf(pair.value, pair.key, part.pointer + step(key))
}

/** The entries of a mapping, in their order; none of what is no mapping. */
export function entries(
  source: Source,
  part: Part | undefined,
): readonly (readonly [string, Part])[] {
  const node = part && resolved(source, part)
  if (!part || !isMap(node)) return []
  const index = indexOf(node)
  spend(source, index.size)
  return [...index].map(([key, pair]) => [
    key,
    partOf(pair.value, pair.key, part.pointer + step(key)),
  ])
}

/** The items of a list, in their order; none of what is no list. */
export function items(source: Source, part: Part | undefined): readonly Part[] {
  const node = part && resolved(source, part)
  if (!part || !isSeq(node)) return []
  spend(source, node.items.length)
  return node.items.map((item, index) => {
    const itemNode = isNode(item) ? item : null
    return {
      node: itemNode,
      pointer: part.pointer + step(index),
      at: itemNode?.range?.[0] ?? part.at,
    }
  })
}

/** The text that a part is; `undefined` for anything else. */
export function textOf(source: Source, part: Part | undefined): string | undefined {
  const value = part && scalarOf(source, part)
  return typeof value === 'string' ? value : undefined
}

/** The value that a part is, where it is no list and no mapping. */
export function scalarOf(source: Source, part: Part): unknown {
  const node = resolved(source, part)
  return isScalar(node) ? node.value : undefined
}

export function isMapping(source: Source, part: Part): boolean {
  return isMap(resolved(source, part))
}

export function isList(source: Source, part: Part): boolean {
  return isSeq(resolved(source, part))
}

/** A part as JSON: for small parts that go on into a policy as they are. */
export function jsonOf(source: Source, part: Part): Json | undefined {
  spend(source, 1)
  if (part.pointer.split('/').length > 100) throw new Exhausted()
  if (isMapping(source, part)) {
    return Object.fromEntries(
      entries(source, part).flatMap(([key, value]) => {
        const json = jsonOf(source, value)
        return json === undefined || key === '__proto__' ? [] : [[key, json]]
      }),
    )
  }
  if (isList(source, part)) {
    return items(source, part).flatMap((item) => {
      const json = jsonOf(source, item)
      return json === undefined ? [] : [json]
    })
  }
  const value = scalarOf(source, part)
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
    ? (value as Json)
    : undefined
}

/** Reports something about a part, once. */
export function report(
  source: Source,
  part: Part,
  found: { readonly code: Found['code']; readonly message: string; readonly help?: string },
  value?: string,
): void {
  const identity = `${found.code} ${part.at} ${found.message}`
  if (source.reported.has(identity)) return
  source.reported.add(identity)
  source.found.push({
    ...found,
    path: part.pointer,
    position: source.position(part.at),
    ...(value !== undefined && { value: shorten(value) }),
  })
}

function partOf(value: unknown, key: unknown, pointer: string): Part {
  const node = isNode(value) ? value : null
  const at = (isNode(key) ? key.range?.[0] : undefined) ?? node?.range?.[0] ?? 0
  return { node, pointer, at }
}

/** The node behind aliases. An alias points backwards, but may stand inside of what it names. */
function resolved(source: Source, part: Part): Node | null {
  let node = part.node
  for (let hops = 0; isAlias(node); hops++) {
    spend(source, 1)
    node = hops < 16 ? (source.aliases.get(node) ?? null) : null
  }
  return node
}

function spend(source: Source, parts: number): void {
  source.left -= parts
  if (source.left < 0) throw new Exhausted()
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
