/**
 * Look-ups in the syntax tree: by offset, by path, by key.
 *
 * @module
 */
import type { TreeEntry, TreeList, TreeMapping, TreeNode, TreePath, TreeScalar } from './node.ts'

/** The scalar at an offset, with its surroundings. */
export interface ScalarLocation {
  /** The path to the key or value. */
  readonly path: TreePath
  readonly role: 'key' | 'value'
  readonly scalar: TreeScalar
  /** The mapping or list around it; null for a scalar root. */
  readonly container: TreeMapping | TreeList | null
  /** The entry of which it is the key or the value. */
  readonly entry: TreeEntry | null
}

/** Finds the scalar that an offset touches: inside it, or at one of its ends. */
export function locateScalar(root: TreeNode | null, offset: number): ScalarLocation | null {
  return root === null ? null : locateIn(root, offset, [], null, null)
}

function locateIn(
  node: TreeNode,
  offset: number,
  path: TreePath,
  container: ScalarLocation['container'],
  entry: TreeEntry | null,
): ScalarLocation | null {
  if (node.kind === 'scalar') {
    return touches(node, offset) ? { path, role: 'value', scalar: node, container, entry } : null
  }
  if (node.kind === 'list') {
    for (const [index, item] of node.items.entries()) {
      if (item.value === null || !touches(item.value, offset)) continue
      const location = locateIn(item.value, offset, [...path, index], node, null)
      if (location !== null) return location
    }
    return null
  }
  for (const one of node.entries) {
    const here = [...path, one.key.text]
    if (touches(one.key, offset)) {
      return { path: here, role: 'key', scalar: one.key, container: node, entry: one }
    }
    if (one.value === null || !touches(one.value, offset)) continue
    const location = locateIn(one.value, offset, here, node, one)
    if (location !== null) return location
  }
  return null
}

function touches({ start, end }: { start: number; end: number }, offset: number): boolean {
  return start <= offset && offset <= end
}

/** The value of a key; null where there is none. Of duplicate keys the first. */
export function memberOf(node: TreeNode | null | undefined, key: string): TreeNode | null {
  return entryOf(node, key)?.value ?? null
}

/** The entry of a key. */
export function entryOf(node: TreeNode | null | undefined, key: string): TreeEntry | null {
  if (node?.kind !== 'mapping') return null
  return node.entries.find((entry) => entry.key.text === key) ?? null
}

/** The text of a key's value, where it is a scalar. */
export function textOf(node: TreeNode | null | undefined, key: string): string | null {
  const value = memberOf(node, key)
  return value?.kind === 'scalar' ? value.text : null
}

/** The values of a list; empty where the node is no list. */
export function itemsOf(node: TreeNode | null | undefined): readonly TreeNode[] {
  if (node?.kind !== 'list') return []
  return node.items.flatMap(({ value }) => (value === null ? [] : [value]))
}

/** The scalars of a list. */
export function scalarsOf(node: TreeNode | null | undefined): readonly TreeScalar[] {
  return itemsOf(node).flatMap((value) => (value.kind === 'scalar' ? [value] : []))
}

/** The node at a path, with its surroundings. */
export interface NodeLocation {
  readonly node: TreeNode | null
  readonly container: TreeMapping | TreeList | null
  /** The entry, where the node is the value of a key. */
  readonly entry: TreeEntry | null
  /** The index, where the node is in a list. */
  readonly index: number | null
}

/** Finds the node at a path; null where there is none. */
export function locateNode(root: TreeNode | null, path: TreePath): NodeLocation | null {
  let location: NodeLocation = { node: root, container: null, entry: null, index: null }
  for (const step of path) {
    const { node } = location
    if (node === null || node.kind === 'scalar') return null
    if (node.kind === 'list') {
      const index = Number(step)
      const item = node.items[index]
      if (item === undefined) return null
      location = { node: item.value, container: node, entry: null, index }
    } else {
      const entry = entryOf(node, String(step))
      if (entry === null) return null
      location = { node: entry.value, container: node, entry, index: null }
    }
  }
  return location
}
