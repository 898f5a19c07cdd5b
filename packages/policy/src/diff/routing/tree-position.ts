/**
 * Positions of a walk through the pattern trees.
 *
 * @module
 */
import type { HostClass } from './host-classes.ts'
import type { Entry, TreeNode } from './pattern-tree.ts'

export interface TreePosition {
  readonly nodes: readonly TreeNode[]
  /** Entries with `**` above these nodes. */
  readonly above: readonly Entry[]
}

export function isAffected({ nodes, above }: TreePosition): boolean {
  return nodes.some(({ affected }) => affected) || above.some(({ affected }) => affected)
}

export function isUnpaired({ nodes, above }: TreePosition): boolean {
  return nodes.some(({ unpaired }) => unpaired) || above.some(({ unpaired }) => unpaired)
}

/** Entries with `**` that match all paths below. */
export function restEntries({ nodes, above }: TreePosition): readonly Entry[] {
  return [...above, ...nodes.flatMap(({ rest }) => rest)]
}

/** Entries that match the path that ends here. */
export function endEntries({ nodes }: TreePosition): readonly Entry[] {
  return nodes.flatMap(({ end }) => end)
}

/** One segment further. */
export function descend(stand: TreePosition, word: string): TreePosition {
  return { nodes: stand.nodes.flatMap((node) => childrenOf(node, word)), above: restEntries(stand) }
}

/** One segment further, ignoring case. */
export function descendIgnoringCase(stand: TreePosition, word: string): TreePosition {
  return {
    nodes: stand.nodes.flatMap((node) => childrenIgnoringCase(node, word)),
    above: restEntries(stand),
  }
}

export function childrenOf({ literals, name }: TreeNode, word: string): readonly TreeNode[] {
  const literal = literals.get(word)
  const named = name === null || word === '' ? [] : [name]
  return literal === undefined ? named : [literal, ...named]
}

/** The children for a segment, ignoring case. */
export function childrenIgnoringCase(
  { literals, name }: TreeNode,
  word: string,
): readonly TreeNode[] {
  const folded = word.toLowerCase()
  const found = [...literals].filter(([text]) => text.toLowerCase() === folded)
  return [...found.map(([, node]) => node), ...(name === null || word === '' ? [] : [name])]
}

/** The segments that some nodes distinguish, sorted. */
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

/** The tenants to try in paths: where the host names a tenant on both sides, only that one. */
export function tenantsAt(
  tenants: readonly string[],
  { tenants: [before, after] }: HostClass,
): readonly string[] {
  return before !== null && before === after ? tenants.filter((name) => name === before) : tenants
}
