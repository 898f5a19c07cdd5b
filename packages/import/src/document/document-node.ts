/**
 * Nodes of a description with their positions, in one file or in several.
 *
 * @module
 */
import type { Json } from '@marque/core'
import type { Position } from '@marque/policy'
import { type RawFinding, shorten } from '../findings/index.ts'
import { step, type Tree } from './tree.ts'

/** Nodes that one reading visits at most: aliases and references can make a small file a large document. */
export const MOST_NODES = 4_000_000

/** A file of a description. */
export interface SourceFile {
  /** The name for findings. */
  readonly name: string
  /** Relative to the folder of the description, with slashes, as `paths/orders.yaml`. */
  readonly path: string
  readonly text: string
  readonly position: (offset: number) => Position
  readonly root: DocumentNode
}

/** A node with its address. */
export interface DocumentNode {
  readonly tree: Tree
  /** JSON Pointer within {@link file}; behind a reference that of its target. */
  readonly pointer: string
  /** Offset of its key; of the node itself in a list. */
  readonly offset: number
  readonly file: SourceFile
}

/** A description being read, and the findings so far. */
export interface Source {
  /** Of the file that was given. */
  readonly root: DocumentNode
  /** Another file by its path; `undefined` where it cannot be read, which is a finding. */
  readonly open: (path: string, from: DocumentNode) => SourceFile | undefined
  readonly found: RawFinding[]
  /** File, code, offset and message of each finding: many references may lead to one node. */
  readonly reported: Set<string>
  /** Nodes that may still be visited. */
  left: number
}

/** The description has more nodes than {@link MOST_NODES}, or a value is nested too deeply. Caught within this package. */
export class LimitExceeded extends Error {}

/** The root of a file. */
export function fileOf(
  name: string,
  path: string,
  text: string,
  position: SourceFile['position'],
  tree: Tree,
): SourceFile {
  return {
    name,
    path,
    text,
    position,
    get root(): DocumentNode {
      return { tree, pointer: '', offset: tree.offset, file: this }
    },
  }
}

/** The value of a key; `undefined` where there is none. */
export function child(
  _source: Source,
  { tree, pointer, file }: DocumentNode,
  key: string,
): DocumentNode | undefined {
  const entry = tree.kind === 'mapping' ? tree.entries.get(key) : undefined
  return entry && { tree: entry.value, pointer: pointer + step(key), offset: entry.offset, file }
}

/** The entries of a mapping in document order; empty for any other node. */
export function entries(
  source: Source,
  at: DocumentNode | undefined,
): readonly (readonly [string, DocumentNode])[] {
  if (at?.tree.kind !== 'mapping') return []
  spend(source, at.tree.entries.size)
  const { pointer, file } = at
  return Array.from(at.tree.entries, ([key, { offset, value }]) => [
    key,
    { tree: value, pointer: pointer + step(key), offset, file },
  ])
}

/** The items of a list; empty for any other node. */
export function items(source: Source, at: DocumentNode | undefined): readonly DocumentNode[] {
  if (at?.tree.kind !== 'list') return []
  spend(source, at.tree.items.length)
  const { pointer, file } = at
  return at.tree.items.map((tree, index) => ({
    tree,
    pointer: pointer + step(index),
    offset: tree.offset,
    file,
  }))
}

/** The string value of a node; `undefined` for any other node. */
export function textOf(source: Source, at: DocumentNode | undefined): string | undefined {
  const value = at && scalarOf(source, at)
  return typeof value === 'string' ? value : undefined
}

/** The value of a scalar; `undefined` for lists and mappings. */
export function scalarOf(_source: Source, { tree }: DocumentNode): unknown {
  return tree.kind === 'scalar' ? tree.value : undefined
}

export function isMapping(_source: Source, { tree }: DocumentNode): boolean {
  return tree.kind === 'mapping'
}

export function isList(_source: Source, { tree }: DocumentNode): boolean {
  return tree.kind === 'list'
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
  const identity = `${at.file.path} ${finding.code} ${at.offset} ${finding.message}`
  if (source.reported.has(identity)) return
  source.reported.add(identity)
  source.found.push({
    ...finding,
    file: at.file.name,
    path: at.pointer,
    position: at.file.position(at.offset),
    ...(value !== undefined && { value: shorten(value) }),
  })
}

function spend(source: Source, nodes: number): void {
  source.left -= nodes
  if (source.left < 0) throw new LimitExceeded()
}
