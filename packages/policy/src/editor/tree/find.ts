/**
 * From an offset to what stands there, and from a path to where it stands.
 *
 * @module
 */
import type { TreeEntry, TreeList, TreeMapping, TreeNode, TreePath, TreeScalar } from './node.ts'

/** What stands at an offset. */
export interface Spot {
  /** To the key or value. */
  readonly path: TreePath
  readonly role: 'key' | 'value'
  readonly scalar: TreeScalar
  /** The mapping or list that directly holds it; null for a root that is a scalar. */
  readonly holder: TreeMapping | TreeList | null
  /** The entry whose key it is, or whose value it is. */
  readonly entry: TreeEntry | null
}

/** Finds the scalar that an offset touches: inside it, or at one of its ends. */
export function spotAt(root: TreeNode | null, offset: number): Spot | null {
  return root === null ? null : spotIn(root, offset, [], null, null)
}

function spotIn(
  node: TreeNode,
  offset: number,
  path: TreePath,
  holder: Spot['holder'],
  entry: TreeEntry | null,
): Spot | null {
  if (node.kind === 'scalar') {
    return touches(node, offset) ? { path, role: 'value', scalar: node, holder, entry } : null
  }
  if (node.kind === 'list') {
    for (const [index, item] of node.items.entries()) {
      if (item.value === null || !touches(item.value, offset)) continue
      const spot = spotIn(item.value, offset, [...path, index], node, null)
      if (spot !== null) return spot
    }
    return null
  }
  for (const one of node.entries) {
    const here = [...path, one.key.text]
    if (touches(one.key, offset)) {
      return { path: here, role: 'key', scalar: one.key, holder: node, entry: one }
    }
    if (one.value === null || !touches(one.value, offset)) continue
    const spot = spotIn(one.value, offset, here, node, one)
    if (spot !== null) return spot
  }
  return null
}

function touches({ start, end }: { start: number; end: number }, offset: number): boolean {
  return start <= offset && offset <= end
}

/** The value of a key; null where there is none. Of two equal keys the first. */
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

/** The values of a list; empty where it is none. */
export function itemsOf(node: TreeNode | null | undefined): readonly TreeNode[] {
  if (node?.kind !== 'list') return []
  return node.items.flatMap(({ value }) => (value === null ? [] : [value]))
}

/** The scalars of a list. */
export function scalarsOf(node: TreeNode | null | undefined): readonly TreeScalar[] {
  return itemsOf(node).flatMap((value) => (value.kind === 'scalar' ? [value] : []))
}

/** What a path leads to. */
export interface Target {
  readonly node: TreeNode | null
  readonly holder: TreeMapping | TreeList | null
  /** Where it is the value of a key. */
  readonly entry: TreeEntry | null
  /** Where it stands in a list: its place there. */
  readonly index: number | null
}

/** Follows a path; null where it leads nowhere. */
export function targetAt(root: TreeNode | null, path: TreePath): Target | null {
  let target: Target = { node: root, holder: null, entry: null, index: null }
  for (const step of path) {
    const { node } = target
    if (node === null || node.kind === 'scalar') return null
    if (node.kind === 'list') {
      const index = Number(step)
      const item = node.items[index]
      if (item === undefined) return null
      target = { node: item.value, holder: node, entry: null, index }
    } else {
      const entry = entryOf(node, String(step))
      if (entry === null) return null
      target = { node: entry.value, holder: node, entry, index: null }
    }
  }
  return target
}
