/**
 * Where a walk along the patterns stands.
 *
 * @module
 */
import type { HostClass } from './host-classes.ts'
import type { Entry, TreeNode } from './pattern-tree.ts'

export interface Stand {
  readonly nodes: readonly TreeNode[]
  /** Entries with `**` that were passed. */
  readonly above: readonly Entry[]
}

export function isDirty({ nodes, above }: Stand): boolean {
  return nodes.some(({ dirty }) => dirty) || above.some(({ dirty }) => dirty)
}

export function isMoved({ nodes, above }: Stand): boolean {
  return nodes.some(({ moved }) => moved) || above.some(({ moved }) => moved)
}

/** Entries with `**` that fit everything below. */
export function passed({ nodes, above }: Stand): readonly Entry[] {
  return [...above, ...nodes.flatMap(({ rest }) => rest)]
}

/** Entries that fit the path that ends here. */
export function ends({ nodes }: Stand): readonly Entry[] {
  return nodes.flatMap(({ end }) => end)
}

/** One segment further. */
export function below(stand: Stand, word: string): Stand {
  return { nodes: stand.nodes.flatMap((node) => childrenOf(node, word)), above: passed(stand) }
}

/** The same to a reader who ignores case. */
export function belowFolded(stand: Stand, word: string): Stand {
  return {
    nodes: stand.nodes.flatMap((node) => foldedChildrenOf(node, word)),
    above: passed(stand),
  }
}

export function childrenOf({ literals, name }: TreeNode, word: string): readonly TreeNode[] {
  const literal = literals.get(word)
  const named = name === null || word === '' ? [] : [name]
  return literal === undefined ? named : [literal, ...named]
}

/** As a reader goes who ignores case. */
export function foldedChildrenOf({ literals, name }: TreeNode, word: string): readonly TreeNode[] {
  const folded = word.toLowerCase()
  const found = [...literals].filter(([text]) => text.toLowerCase() === folded)
  return [...found.map(([, node]) => node), ...(name === null || word === '' ? [] : [name])]
}

/** Words that stand for themselves behind some nodes, sorted. */
export function wordsAt(
  nodes: readonly TreeNode[],
  named: { readonly tenants: readonly string[]; readonly versions: readonly string[] },
): readonly string[] {
  const words = new Set<string>()
  for (const { literals, tenantHere, versionHere } of nodes) {
    for (const word of literals.keys()) words.add(word)
    if (tenantHere) for (const tenant of named.tenants) words.add(tenant)
    if (versionHere) for (const version of named.versions) words.add(version)
  }
  return [...words].sort()
}

/** Where the host names a tenant on both sides, the path can only agree with it or not. */
export function tenantsAt(
  tenants: readonly string[],
  { tenants: [before, after] }: HostClass,
): readonly string[] {
  return before !== null && before === after ? tenants.filter((name) => name === before) : tenants
}
