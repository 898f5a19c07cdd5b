/**
 * The tree of a document as an editor needs it: every part with its start and its end, and no part missing because another is broken.
 *
 * Offsets count UTF-16 code units from 0; an end is the offset after the last character. Not for judging: what a document means is said
 * by `load` alone, and where the text is whole the two agree.
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
  /** False for a quote that is not closed on its line. */
  readonly closed: boolean
}

export interface TreeEntry {
  readonly key: TreeScalar
  /** The offset of the colon; null while the key is being typed. */
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
