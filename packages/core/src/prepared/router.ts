/**
 * The matches and templates of a bundle, indexed by host and path (D7, D11, D15).
 *
 * @module
 */
import type { Bundle, Match } from '../bundle/index.ts'
import {
  foldCase,
  type HostTemplate,
  labelOf,
  type PathPattern,
  type PathTemplate,
  readHostTemplate,
  readPathPattern,
  readPathTemplate,
} from '../path/index.ts'
import { groupBy } from './group-by.ts'
import { buildTree, type PathNode, type PathTree, type TreeEntry } from './resource-tree.ts'

export interface Router {
  readonly hosts: ReadonlyMap<string, HostTrees>
  /** The longest first. */
  readonly hostPatterns: readonly { readonly suffix: string; readonly trees: HostTrees }[]
  readonly anyHost: HostTrees | null
  readonly tenantHost: HostTemplate | null
  readonly tenantPaths: readonly NameTemplate[]
  readonly versionPath: NameTemplate | null
  readonly tenants: Names
  /** The API versions that conditions name; all others count as none. */
  readonly versions: Names
  /** A pattern, or a name that a path can hold, has an upper-case letter: then a path in lower case has an alternative too, with case folded. */
  readonly hasCase: boolean
  /** The route of each resource where neither tenant nor version come from the path. */
  readonly plainRoutes: readonly Route[]
}

/** The path trees of one host entry. */
export interface HostTrees {
  readonly separated: PathTree
  /** Of matches with `encodedSlash: data`. */
  readonly data: PathTree
}

/** A path template, and the same as a tree of one match, whose named segment is the tenant or the API version. */
export interface NameTemplate {
  readonly template: PathTemplate
  readonly tree: PathTree
}

/** Known names, compared exactly and with case folded. */
export interface Names {
  readonly exact: ReadonlySet<string>
  readonly byFolded: ReadonlyMap<string, readonly string[]>
}

/** What the host and path of a request match. The tenant that a layer knows of is compared later. */
export interface Route {
  /** Index of the resource in the bundle; -1 where none matches. */
  readonly resource: number
  /** A tenant of the bundle, or null. */
  readonly tenant: string | null
  /** Host or path name a tenant that the bundle does not have, or two different ones, or the match another one than they. */
  readonly tenantUnknown: boolean
  /** The API version that the path names, where a condition of the bundle names it too; else null. */
  readonly version: string | null
}

/** A host that is routed, for many paths. */
export interface HostRoute {
  /** Host, and port unless it is the default one: what `self` is compared with. Matches and tenants go by the host alone. */
  readonly authority: string
  /** The most specific first. */
  readonly trees: readonly HostTrees[]
  /** The tenant that the host names, known or not; null where it names none. */
  readonly tenant: string | null
}

/** Builds the path trees of every host. */
export function buildRouter(bundle: Bundle): Router {
  const { tenancy } = bundle
  const source = bundle.context.apiVersion
  const entries = entriesOf(bundle)
  const byHost = groupBy(entries, ({ match }) => match.host)
  const trees = new Map([...byHost].map(([host, of]) => [host, hostTrees(of)] as const))
  const hosts = new Map<string, HostTrees>()
  const hostPatterns: { suffix: string; trees: HostTrees }[] = []
  for (const [host, of] of trees) {
    if (host?.startsWith('*.')) hostPatterns.push({ suffix: host.slice(1), trees: of })
    else if (host !== null) hosts.set(host, of)
  }
  hostPatterns.sort((a, b) => b.suffix.length - a.suffix.length)
  const tenantTexts = tenancy && 'path' in tenancy ? [tenancy.path].flat() : []
  const tenantPaths = tenantTexts.flatMap((text) => nameTemplate(text, 'tenant') ?? [])
  const versionPath =
    source && 'path' in source ? (nameTemplate(source.path, 'apiVersion') ?? null) : null
  const tenants = namesOf(Object.keys(bundle.tenants))
  const versions = namesOf(versionsOf(bundle))
  return {
    hosts,
    hostPatterns,
    anyHost: trees.get(null) ?? null,
    tenantHost: tenancy && 'host' in tenancy ? (readHostTemplate(tenancy.host) ?? null) : null,
    tenantPaths,
    versionPath,
    tenants,
    versions,
    hasCase: [
      ...entries.map(({ entry }) => entry.pattern.text),
      ...[...tenantPaths, ...(versionPath ? [versionPath] : [])].map(
        ({ template }) => template.pattern.text,
      ),
      ...tenants.exact,
      ...(versionPath ? versions.exact : []),
    ].some((text) => foldCase(text) !== text),
    plainRoutes: bundle.resources.map((_, resource) => ({
      resource,
      tenant: null,
      tenantUnknown: false,
      version: null,
    })),
  }
}

function versionsOf(bundle: Bundle): readonly string[] {
  return bundle.resources.flatMap(({ grants }) =>
    grants.flatMap(({ when }) => when?.apiVersion ?? []),
  )
}

function namesOf(names: readonly string[]): Names {
  const exact = new Set(names)
  return { exact, byFolded: groupBy(exact, foldCase) }
}

function nameTemplate(text: string, name: string): NameTemplate | undefined {
  const template = readPathTemplate(text, name)
  if (template === undefined) return undefined
  const { pattern, index } = template
  const entry: TreeEntry = { resource: 0, methods: null, pattern, rank: 0, namedSegment: index }
  return { template, tree: buildTree([entry]) }
}

interface MatchEntry {
  readonly match: Match
  readonly entry: TreeEntry
}

function entriesOf(bundle: Bundle): readonly MatchEntry[] {
  const shaped = bundle.resources.flatMap((resource, at) =>
    resource.match.flatMap((match) => {
      const pattern = readPathPattern(match.path)
      return pattern === undefined
        ? []
        : [{ resource: at, match, pattern, shape: shapeOf(pattern) }]
    }),
  )
  const shapes = [...new Set(shaped.map(({ shape }) => shape))].sort()
  const rankOf = new Map(shapes.map((shape, rank) => [shape, rank]))
  return shaped.map(({ resource, match, pattern, shape }) => {
    const rank = (rankOf.get(shape) ?? 0) * 2 + (match.methods === null ? 1 : 0)
    const entry: TreeEntry = {
      resource,
      methods: match.methods,
      pattern,
      rank,
      namedSegment: pattern.segments.findIndex(
        (segment) => 'name' in segment && segment.name === 'tenant',
      ),
    }
    return { match, entry }
  })
}

/** A text that sorts as the pattern does by D7, whatever its literals: two patterns that one path fits have the same literals, case aside. */
function shapeOf({ segments, rest }: PathPattern): string {
  const shape = segments.map((segment) => ('literal' in segment ? 'a' : 'b')).join('')
  return `${shape}${rest ? 'd' : 'c'}`
}

function hostTrees(entries: readonly MatchEntry[]): HostTrees {
  const treeOf = (encodedSlash: Match['encodedSlash']): PathTree =>
    buildTree(
      entries
        .filter(({ match }) => (match.encodedSlash === 'data') === (encodedSlash === 'data'))
        .map(({ entry }) => entry),
    )
  return { separated: treeOf('separator'), data: treeOf('data') }
}

/**
 * Routes a host.
 *
 * @param authority Normalized: see `normalizeHost`.
 */
export function routeHost(router: Router, authority: string): HostRoute {
  const name = authority.replace(/:[0-9]+$/, '')
  const exact = router.hosts.get(name)
  const patterns = router.hostPatterns.filter(
    ({ suffix }) => name.length > suffix.length && name.endsWith(suffix),
  )
  const trees = patterns.map((pattern) => pattern.trees)
  if (exact) trees.unshift(exact)
  if (router.anyHost) trees.push(router.anyHost)
  return { authority, trees, tenant: router.tenantHost ? labelOf(router.tenantHost, name) : null }
}

/**
 * The roots of the trees that a path on a host is looked up in, for programs that walk all patterns of a policy.
 *
 * @param authority Normalized.
 */
export function pathTreesOf(
  { router }: { readonly router: Router },
  authority: string,
): readonly PathNode[] {
  return routeHost(router, authority).trees.flatMap(({ separated, data }) => [
    separated.root,
    data.root,
  ])
}
