/**
 * The path trees of a host, for programs that walk all patterns of a policy.
 *
 * @module
 */
import type { PreparedPolicy } from './prepared-policy.ts'
import type { Leaf } from './resource-tree.ts'
import { routeHost } from './router.ts'

/** The patterns that have the same segments up to here. */
export interface PathNode {
  readonly literals: readonly { readonly text: string; readonly node: PathNode }[]
  /** The segment `{name}`. */
  readonly name: PathNode | null
  /** The matches whose patterns end here, and those whose `**` is here. */
  readonly end: readonly Pick<Leaf, 'resource'>[]
  readonly rest: readonly Pick<Leaf, 'resource'>[]
}

/**
 * The roots of the trees that a path on a host is looked up in.
 *
 * @param authority Normalized.
 */
export function pathTreesOf(policy: PreparedPolicy, authority: string): readonly PathNode[] {
  return routeHost(policy.router, authority).trees.flatMap(({ separated, data }) => [
    separated.root,
    data.root,
  ])
}
