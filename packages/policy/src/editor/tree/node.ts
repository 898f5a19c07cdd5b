/**
 * The nodes of the syntax tree. An error in one part of the text leaves the other parts in the tree.
 *
 * Offsets count UTF-16 code units from 0; `end` is exclusive. The meaning of a document comes from `load` alone; for valid documents both
 * agree.
 *
 * @module
 */

export type TreeNode = TreeScalar | TreeMapping | TreeList

/** A text, number or word. */
export interface TreeScalar {
  readonly kind: 'scalar'
  readonly start: number
  readonly end: number
  /** Without quotes and escapes. */
  readonly text: string
  readonly style: 'plain' | 'single' | 'double' | 'block'
  /** False where the closing quote is missing. */
  readonly closed: boolean
}

export interface TreeEntry {
  readonly key: TreeScalar
  /** The offset of the colon; null where it is missing. */
  readonly colon: number | null
  readonly value: TreeNode | null
}

export interface TreeMapping {
  readonly kind: 'mapping'
  readonly start: number
  readonly end: number
  /** Whether it is written in braces. */
  readonly flow: boolean
  readonly entries: readonly TreeEntry[]
}

export interface TreeItem {
  /** Of the dash, or of the value in brackets. */
  readonly start: number
  readonly value: TreeNode | null
}

export interface TreeList {
  readonly kind: 'list'
  readonly start: number
  readonly end: number
  /** Whether it is written in brackets. */
  readonly flow: boolean
  readonly items: readonly TreeItem[]
}

/** Steps from the root: keys and indexes. */
export type TreePath = readonly (string | number)[]

/** The end of an entry: of its value, its colon, or its key. */
export function endOfEntry(entry: TreeEntry): number {
  return entry.value?.end ?? (entry.colon === null ? entry.key.end : entry.colon + 1)
}

/** The end of an item: of its value, or of its dash. */
export function endOfItem(item: TreeItem): number {
  return item.value?.end ?? item.start + 1
}
