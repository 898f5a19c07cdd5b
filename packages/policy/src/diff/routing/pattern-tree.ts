/**
 * The path patterns of both bundles in one prefix tree, so that both can be walked together.
 *
 * @module
 */
import { type Match, type PathPattern, readPathPattern } from '@marque/core'
import { type BundlePair, getOrCreate, type Scope } from '../pair/index.ts'

/** A match of a resource, or a template for the tenant or the API version in the path. */
export interface Entry {
  readonly side: 0 | 1
  /** A key, equal for equal matches of the same resource on both sides. */
  readonly text: string
  /** Null for a template. */
  readonly match: Match | null
  /** Empty for a template. */
  readonly resource: string
  readonly pattern: PathPattern
  /** The pattern in lower case, for readers that ignore case. */
  readonly shape: PathPattern
  /** Requests that it matches may be decided differently on the other side. */
  readonly affected: boolean
  /** The other side has no equal match. */
  readonly unpaired: boolean
  /** The indices of the segments with the tenant and the API version; -1 for none. */
  readonly tenantAt: number
  readonly versionAt: number
}

export interface TreeNode {
  readonly literals: Map<string, TreeNode>
  name: TreeNode | null
  /** The segment here is a tenant, or an API version. */
  tenantHere: boolean
  versionHere: boolean
  readonly end: Entry[]
  readonly rest: Entry[]
  /** An entry at this node or below is affected, or unpaired. */
  affected: boolean
  unpaired: boolean
}

/** Trees by the host of the match; null for matches of any host, and for templates. */
export type Trees = ReadonlyMap<string | null, TreeNode>

export function buildTrees(sides: BundlePair, scope: Scope): Trees {
  const trees = new Map<string | null, TreeNode>()
  const entries = [...entriesOf(sides, scope)]
  const texts = Map.groupBy(entries, ({ text }) => text)
  for (const plain of entries) {
    const others = texts.get(plain.text) ?? []
    const shape = readPathPattern(plain.pattern.text.toLowerCase()) ?? plain.pattern
    const entry = { ...plain, shape, unpaired: !others.some(({ side }) => side !== plain.side) }
    const host = entry.match?.host ?? null
    insert(getOrCreate(trees, host, newNode), entry)
  }
  return trees
}

function* entriesOf(sides: BundlePair, scope: Scope): Iterable<Omit<Entry, 'unpaired' | 'shape'>> {
  for (const side of [0, 1] as const) {
    const { bundle } = sides[side]
    for (const { name, match: matches } of bundle.resources) {
      const affected = scope.all || scope.resources.has(name)
      for (const match of matches) {
        const pattern = readPathPattern(match.path)
        if (pattern === undefined) continue
        const text = JSON.stringify([
          name,
          match.host,
          match.path,
          match.methods,
          match.encodedSlash,
        ])
        const tenantAt = indexOfName(pattern, 'tenant')
        const found = { pattern, tenantAt, versionAt: -1, affected }
        yield { side, text, match, resource: name, ...found }
      }
    }
    const { tenancy, context } = bundle
    const template = { side, match: null, resource: '', affected: scope.all } as const
    const paths = tenancy !== null && 'path' in tenancy ? [tenancy.path].flat() : []
    for (const tenant of paths.flatMap((text) => readPathPattern(text) ?? [])) {
      const tenantAt = indexOfName(tenant, 'tenant')
      yield { ...template, text: `tenant ${tenant.text}`, pattern: tenant, tenantAt, versionAt: -1 }
    }
    const { apiVersion } = context
    const version =
      apiVersion !== undefined && 'path' in apiVersion
        ? readPathPattern(apiVersion.path)
        : undefined
    if (version !== undefined) {
      const versionAt = indexOfName(version, 'apiVersion')
      const found = { pattern: version, tenantAt: -1, versionAt }
      yield { ...template, text: `version ${version.text}`, ...found }
    }
  }
}

function indexOfName({ segments }: PathPattern, name: string): number {
  return segments.findIndex((segment) => 'name' in segment && segment.name === name)
}

function insert(tree: TreeNode, entry: Entry): void {
  let node = tree
  node.affected ||= entry.affected
  node.unpaired ||= entry.unpaired
  entry.pattern.segments.forEach((segment, at) => {
    if ('literal' in segment) node = literalChild(node, segment.literal)
    else {
      node.tenantHere ||= at === entry.tenantAt
      node.versionHere ||= at === entry.versionAt
      node.name ??= newNode()
      node = node.name
    }
    node.affected ||= entry.affected
    node.unpaired ||= entry.unpaired
  })
  ;(entry.pattern.rest ? node.rest : node.end).push(entry)
}

function literalChild(node: TreeNode, text: string): TreeNode {
  return getOrCreate(node.literals, text, newNode)
}

function newNode(): TreeNode {
  return {
    literals: new Map(),
    name: null,
    tenantHere: false,
    versionHere: false,
    end: [],
    rest: [],
    affected: false,
    unpaired: false,
  }
}
