/**
 * The match patterns of both bundles in one tree, so that both can be walked together.
 *
 * @module
 */
import { type Match, type PathPattern, readPathPattern } from '@marque/core'
import { entryOf, type Scope, type Sides } from '../pair/index.ts'

/** One match of a resource, or a template that reads tenant or API version out of the path. */
export interface Entry {
  readonly side: 0 | 1
  /** Tells entries apart, and is the same for the same match of the same resource on both sides. */
  readonly text: string
  /** Null for a template. */
  readonly match: Match | null
  /** Empty for a template. */
  readonly resource: string
  readonly pattern: PathPattern
  /** The pattern as those read it who ignore case. */
  readonly shape: PathPattern
  /** Requests that it fits may be decided otherwise on the other side. */
  readonly dirty: boolean
  /** The other side has no such match. */
  readonly moved: boolean
  /** Which segment names the tenant, which the API version; -1 where none does. */
  readonly tenantAt: number
  readonly versionAt: number
}

export interface TreeNode {
  readonly literals: Map<string, TreeNode>
  name: TreeNode | null
  /** A name that stands here is a tenant's, or an API version. */
  tenantHere: boolean
  versionHere: boolean
  readonly end: Entry[]
  readonly rest: Entry[]
  /** An entry at this node or below it is dirty, or moved. */
  dirty: boolean
  moved: boolean
}

/** Trees by the host of the match; null for matches of any host, and for templates. */
export type Trees = ReadonlyMap<string | null, TreeNode>

export function buildTrees(sides: Sides, scope: Scope): Trees {
  const trees = new Map<string | null, TreeNode>()
  const entries = [...entriesOf(sides, scope)]
  const texts = Map.groupBy(entries, ({ text }) => text)
  for (const plain of entries) {
    const others = texts.get(plain.text) ?? []
    const shape = readPathPattern(plain.pattern.text.toLowerCase()) ?? plain.pattern
    const entry = { ...plain, shape, moved: !others.some(({ side }) => side !== plain.side) }
    const host = entry.match?.host ?? null
    insert(entryOf(trees, host, newNode), entry)
  }
  return trees
}

function* entriesOf(sides: Sides, scope: Scope): Iterable<Omit<Entry, 'moved' | 'shape'>> {
  for (const side of [0, 1] as const) {
    const { bundle } = sides[side]
    for (const { name, match: matches } of bundle.resources) {
      const dirty = scope.all || scope.resources.has(name)
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
        const tenantAt = placeOf(pattern, 'tenant')
        const found = { pattern, tenantAt, versionAt: -1, dirty }
        yield { side, text, match, resource: name, ...found }
      }
    }
    const { tenancy, context } = bundle
    const template = { side, match: null, resource: '', dirty: scope.all } as const
    const tenant = tenancy !== null && 'path' in tenancy ? readPathPattern(tenancy.path) : undefined
    if (tenant !== undefined) {
      const tenantAt = placeOf(tenant, 'tenant')
      yield { ...template, text: `tenant ${tenant.text}`, pattern: tenant, tenantAt, versionAt: -1 }
    }
    const { apiVersion } = context
    const version =
      apiVersion !== undefined && 'path' in apiVersion
        ? readPathPattern(apiVersion.path)
        : undefined
    if (version !== undefined) {
      const versionAt = placeOf(version, 'apiVersion')
      const found = { pattern: version, tenantAt: -1, versionAt }
      yield { ...template, text: `version ${version.text}`, ...found }
    }
  }
}

function placeOf({ segments }: PathPattern, name: string): number {
  return segments.findIndex((segment) => 'name' in segment && segment.name === name)
}

function insert(tree: TreeNode, entry: Entry): void {
  let node = tree
  node.dirty ||= entry.dirty
  node.moved ||= entry.moved
  entry.pattern.segments.forEach((segment, at) => {
    if ('literal' in segment) node = literalChild(node, segment.literal)
    else {
      node.tenantHere ||= at === entry.tenantAt
      node.versionHere ||= at === entry.versionAt
      node.name ??= newNode()
      node = node.name
    }
    node.dirty ||= entry.dirty
    node.moved ||= entry.moved
  })
  ;(entry.pattern.rest ? node.rest : node.end).push(entry)
}

function literalChild(node: TreeNode, text: string): TreeNode {
  return entryOf(node.literals, text, newNode)
}

function newNode(): TreeNode {
  return {
    literals: new Map(),
    name: null,
    tenantHere: false,
    versionHere: false,
    end: [],
    rest: [],
    dirty: false,
    moved: false,
  }
}
