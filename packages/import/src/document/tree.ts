/**
 * The values of a YAML or JSON document with their offsets, in a form that takes a few times the memory of the text.
 *
 * @module
 */

/** A value. Aliases of YAML are the same object as their target, so a tree may have cycles. */
export type Tree = TreeMapping | TreeList | TreeScalar

export interface TreeMapping {
  readonly kind: 'mapping'
  /** In UTF-16 code units, as all offsets. */
  readonly offset: number
  /** In document order; of duplicate keys the first one. */
  readonly entries: Map<string, TreeEntry>
}

export interface TreeEntry {
  /** Of the key. */
  readonly offset: number
  readonly value: Tree
}

export interface TreeList {
  readonly kind: 'list'
  readonly offset: number
  readonly items: Tree[]
}

export interface TreeScalar {
  readonly kind: 'scalar'
  readonly offset: number
  readonly value: unknown
}

/** A problem of the text. */
export interface TreeProblem {
  readonly code: 'MQ-802' | 'MQ-803' | 'MQ-804'
  /** JSON Pointer. */
  readonly path: string
  readonly offset: number
  readonly message: string
}

/** Nested lists and mappings at most. */
export const DEPTH_LIMIT = 200

export const TOO_DEEP = `nested deeper than ${DEPTH_LIMIT} levels`

/** The values, and problems that do not prevent reading; or the problem that does. */
export type ReadTree =
  | { readonly root: Tree; readonly problems: readonly TreeProblem[] }
  | { readonly root: null; readonly problems: readonly [TreeProblem] }

/** One reference token of a JSON Pointer (RFC 6901, 3). */
export function step(name: string | number): string {
  return `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`
}
