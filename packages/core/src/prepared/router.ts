/**
 * Routing of a host and a raw path to a resource, a tenant and a path-borne API version. A path that two layers could read differently has no
 * route (D4, D7, D15).
 *
 * @module
 */
import type { Bundle } from '../bundle/index.ts'
import {
  classifyPath,
  comparePathPatterns,
  foldCase,
  type HostTemplate,
  labelOf,
  PATH_KINDS,
  type PathPattern,
  type PathTemplate,
  pathEnd,
  pathKind,
  type Reading,
  readHostTemplate,
  readingsOf,
  readPathPattern,
  readPathTemplate,
  segmentOf,
  splitPath,
} from '../path/index.ts'
import {
  buildTree,
  findLeaf,
  type Leaf,
  type PathTree,
  patternOf,
  TIED,
  type TreeEntry,
} from './resource-tree.ts'

/** What the host and path of a request match. */
export interface Route {
  /** Index of the resource in the bundle; -1 where none matches. */
  readonly resource: number
  /** A tenant of the bundle, or null. */
  readonly tenant: string | null
  /** Host or path name a tenant that the bundle does not have, or two different ones. */
  readonly tenantUnknown: boolean
  /** The API version that the path names, where a condition of the bundle names it too; else null. */
  readonly version: string | null
}

/** The matches and templates of a bundle, indexed. */
export interface Router {
  readonly hosts: ReadonlyMap<string, HostTrees>
  /** The longest first. */
  readonly hostPatterns: readonly { readonly suffix: string; readonly trees: HostTrees }[]
  readonly anyHost: HostTrees | null
  readonly tenantHost: HostTemplate | null
  readonly tenantPath: PathTemplate | null
  readonly versionPath: PathTemplate | null
  readonly tenants: ReadonlySet<string>
  readonly versions: ReadonlySet<string>
  /** Case-folded versions, for folded readings. */
  readonly foldedVersions: ReadonlyMap<string, string>
  /** A pattern has an upper-case letter, so that a lower-case path has a folded reading too. */
  readonly casedPatterns: boolean
  /** The route of each resource where neither tenant nor version come from the path. */
  readonly plainRoutes: readonly Route[]
}

/** The path trees of one host: for raw and folded readings, and for both meanings of an encoded slash. */
interface HostTrees {
  readonly raw: PathTree
  readonly folded: PathTree
  readonly rawData: PathTree
  readonly foldedData: PathTree
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
  const versions = versionsOf(bundle)
  const entries = entriesOf(bundle)
  const byHost = Map.groupBy(entries, (entry) => entry.match.host)
  const trees = new Map([...byHost].map(([host, of]) => [host, hostTrees(of)] as const))
  const hosts = new Map<string, HostTrees>()
  const hostPatterns: { suffix: string; trees: HostTrees }[] = []
  for (const [host, of] of trees) {
    if (host?.startsWith('*.')) hostPatterns.push({ suffix: host.slice(1), trees: of })
    else if (host !== null) hosts.set(host, of)
  }
  hostPatterns.sort((a, b) => b.suffix.length - a.suffix.length)
  return {
    hosts,
    hostPatterns,
    anyHost: trees.get(null) ?? null,
    tenantHost: tenancy && 'host' in tenancy ? (readHostTemplate(tenancy.host) ?? null) : null,
    tenantPath:
      tenancy && 'path' in tenancy ? (readPathTemplate(tenancy.path, 'tenant') ?? null) : null,
    versionPath:
      source && 'path' in source ? (readPathTemplate(source.path, 'apiVersion') ?? null) : null,
    tenants: new Set(Object.keys(bundle.tenants)),
    versions,
    foldedVersions: foldVersions(versions),
    casedPatterns: entries.some(({ pattern }) => foldCase(pattern.text) !== pattern.text),
    plainRoutes: bundle.resources.map((_, resource) => ({
      resource,
      tenant: null,
      tenantUnknown: false,
      version: null,
    })),
  }
}

/** The API versions that conditions name: all others count as one. */
function versionsOf(bundle: Bundle): ReadonlySet<string> {
  return new Set(
    bundle.resources.flatMap(({ grants }) => grants.flatMap(({ when }) => when?.apiVersion ?? [])),
  )
}

/** A folded reading cannot distinguish versions that differ only by case, so their folded form matches none of them. */
function foldVersions(versions: ReadonlySet<string>): ReadonlyMap<string, string> {
  const byFold = Map.groupBy(versions, foldCase)
  return new Map([...byFold].map(([folded, same]) => [folded, same.toSorted().join(' ')]))
}

function entriesOf(bundle: Bundle): readonly TreeEntry[] {
  const entries = bundle.resources.flatMap((resource, at) =>
    resource.match.flatMap((match) => {
      const pattern = patternOf(match)
      return pattern === undefined ? [] : [{ resource: at, match, pattern }]
    }),
  )
  // Ranked by folded text: a folded reading cannot distinguish patterns that differ only by case, and a raw one never fits two of them.
  const shaped = entries.map((entry) => ({ ...entry, shape: foldedPattern(entry.pattern) }))
  shaped.sort((a, b) => comparePathPatterns(a.shape, b.shape))
  let rank = -1
  let previous: PathPattern | undefined
  return shaped.map(({ shape, ...entry }) => {
    if (previous === undefined || comparePathPatterns(previous, shape) !== 0) rank++
    previous = shape
    return { ...entry, rank: rank * 2 + (entry.match.methods === null ? 1 : 0) }
  })
}

function foldedPattern(pattern: PathPattern): PathPattern {
  return readPathPattern(foldCase(pattern.text)) ?? pattern
}

function hostTrees(entries: readonly TreeEntry[]): HostTrees {
  const data = entries.filter(({ match }) => match.encodedSlash === 'data')
  const separated = entries.filter(({ match }) => match.encodedSlash !== 'data')
  return {
    raw: buildTree(separated, false),
    folded: buildTree(separated, true),
    rawData: buildTree(data, false),
    foldedData: buildTree(data, true),
  }
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
 * Routes the raw path that starts at `start` of `text` and ends before the first `?`.
 *
 * @param layerTenant The tenant that the layer knows of; each reading must agree with it (D15).
 * @returns `undefined` where the path is ambiguous: its readings do not all have the same resource, tenant and version, or it has no reading.
 */
export function route(
  router: Router,
  host: HostRoute,
  text: string,
  start: number,
  method: string,
  layerTenant: string | null,
): Route | undefined {
  const classified = classifyPath(text, start)
  if (classified < 0) return undefined
  const kind = pathKind(classified)
  const end = pathEnd(classified)
  if (kind === PATH_KINDS.plain && !router.casedPatterns) {
    if (isPlainRouter(router)) {
      const leaf = leafIn(host.trees, false, text, text, start, end, method)
      if (leaf === TIED) return undefined
      if (leaf === null || leaf.tenantSegment < 0) {
        const plain = leaf === null ? UNMATCHED : (router.plainRoutes[leaf.resource] ?? UNMATCHED)
        return host.tenant === null && layerTenant === null
          ? plain
          : withTenant(router, plain, [host.tenant], layerTenant)
      }
    }
    const path = text.slice(start, end)
    return routeReading(router, host, { path, withData: path, folded: false }, method, layerTenant)
  }
  const path = text.slice(start, end)
  const readings = kind === PATH_KINDS.special ? readingsOf(path) : casedReadings(path)
  return (
    readings &&
    commonRoute(readings.map((reading) => routeReading(router, host, reading, method, layerTenant)))
  )
}

/** `OPTIONS *`: the whole server, which has a tenant and no resource. */
export function routeServer(router: Router, host: HostRoute, layerTenant: string | null): Route {
  return withTenant(router, UNMATCHED, [host.tenant], layerTenant)
}

const UNMATCHED: Route = { resource: -1, tenant: null, tenantUnknown: false, version: null }

function isPlainRouter(router: Router): boolean {
  return router.tenantPath === null && router.versionPath === null
}

/** The readings of a path that is plain but for the case of its letters. */
export function casedReadings(path: string): readonly Reading[] {
  const folded = foldCase(path)
  return [
    { path, withData: path, folded: false },
    { path: folded, withData: folded, folded: true },
  ]
}

/** The route that all readings have in common, or `undefined`. */
export function commonRoute(routes: readonly (Route | undefined)[]): Route | undefined {
  const [first] = routes
  if (first === undefined) return undefined
  const same = routes.every(
    (each) =>
      each !== undefined &&
      each.resource === first.resource &&
      each.tenant === first.tenant &&
      each.tenantUnknown === first.tenantUnknown &&
      each.version === first.version,
  )
  return same ? first : undefined
}

/** Routes one reading of a path. */
export function routeReading(
  router: Router,
  host: HostRoute,
  reading: Reading,
  method: string,
  layerTenant: string | null,
): Route | undefined {
  const { path, withData, folded } = reading
  const leaf = leafIn(host.trees, folded, path, withData, 0, path.length, method)
  if (leaf === TIED) return undefined
  const named = [
    host.tenant,
    router.tenantPath ? segmentOf(router.tenantPath, path, folded) : null,
    leaf !== null && leaf.tenantSegment >= 0
      ? (splitPath(leaf.keepsSlash ? withData : path)[leaf.tenantSegment] ?? null)
      : null,
  ]
  const version = router.versionPath ? segmentOf(router.versionPath, path, folded) : null
  const base: Route = {
    resource: leaf === null ? -1 : leaf.resource,
    tenant: null,
    tenantUnknown: false,
    version: version === null ? null : knownVersion(router, version, folded),
  }
  return withTenant(router, base, named, layerTenant)
}

function knownVersion(router: Router, version: string, folded: boolean): string | null {
  if (folded) return router.foldedVersions.get(version) ?? null
  return router.versions.has(version) ? version : null
}

/** D15: all sources must name the same known tenant. The layer's tenant must be that one, and establishes none by itself. */
function withTenant(
  router: Router,
  base: Route,
  named: readonly (string | null)[],
  layerTenant: string | null,
): Route {
  const names = new Set(named.filter((name) => name !== null))
  const [name] = names
  if (name === undefined) return layerTenant === null ? base : { ...base, tenantUnknown: true }
  const known =
    names.size === 1 && router.tenants.has(name) && (layerTenant === null || layerTenant === name)
  return known ? { ...base, tenant: name } : { ...base, tenantUnknown: true }
}

function leafIn(
  trees: readonly HostTrees[],
  folded: boolean,
  path: string,
  withData: string,
  start: number,
  end: number,
  method: string,
): Leaf | null {
  for (const each of trees) {
    const separated = findLeaf(folded ? each.folded : each.raw, path, start, end, method)
    const dataTree = folded ? each.foldedData : each.rawData
    if (dataTree.size === 0) {
      if (separated !== null) return separated
      continue
    }
    const dataEnd = withData === path ? end : withData.length
    const data = findLeaf(dataTree, withData, start, dataEnd, method)
    const leaf =
      separated === null ? data : data === null ? separated : moreSpecific(separated, data)
    if (leaf !== null) return leaf
  }
  return null
}

function moreSpecific(a: Leaf, b: Leaf): Leaf {
  if (a.rank === b.rank && a.resource !== b.resource) return TIED // whose own rank is before all others
  return a.rank <= b.rank ? a : b
}
