/**
 * From a request's host and raw path to one resource, one tenant and one path-borne API version, or to the finding that two layers
 * could read the path differently (D4, D7, D15).
 *
 * @module
 */
import type { Bundle } from '../bundle/bundle.ts'
import { comparePathPatterns, type PathPattern, readPathPattern } from './pattern.ts'
import {
  classifyPath,
  foldCase,
  PATH_KINDS,
  pathEnd,
  pathKind,
  type Reading,
  readingsOf,
} from './readings.ts'
import {
  buildTree,
  findLeaf,
  type Leaf,
  type PathTree,
  patternOf,
  TIED,
  type TreeEntry,
} from './resource-tree.ts'
import {
  type HostTemplate,
  labelOf,
  type PathTemplate,
  readHostTemplate,
  readPathTemplate,
  segmentOf,
  splitPath,
} from './template.ts'

/** Where a request leads. */
export interface Route {
  /** Place of the resource in the bundle, -1 where none matches. */
  readonly resource: number
  /** A member of the bundle's tenants, or null. */
  readonly tenant: string | null
  /** Host or path name a tenant that is no member, or different ones. */
  readonly tenantUnknown: boolean
  /** The API version that the path names, where a condition of the bundle names it too; else null. */
  readonly version: string | null
}

export interface Router {
  readonly hosts: ReadonlyMap<string, HostTrees>
  /** Longest first. */
  readonly hostPatterns: readonly { readonly suffix: string; readonly trees: HostTrees }[]
  readonly anyHost: HostTrees | null
  readonly tenantHost: HostTemplate | null
  readonly tenantPath: PathTemplate | null
  readonly versionPath: PathTemplate | null
  readonly tenants: ReadonlySet<string>
  readonly versions: ReadonlySet<string>
  /** Versions in folded spelling, for folded readings. */
  readonly foldedVersions: ReadonlyMap<string, string>
  /** Some pattern holds an upper-case letter, so that a lower-case path has two readings too. */
  readonly casedPatterns: boolean
  /** Some match names the tenant by a segment, or a template does: a route is more than its resource. */
  readonly plainRoutes: readonly Route[]
}

/** The trees of one entry of hosts, for raw and folded readings and for the two meanings of an encoded slash. */
interface HostTrees {
  readonly raw: PathTree
  readonly folded: PathTree
  readonly rawData: PathTree
  readonly foldedData: PathTree
}

/** What a host says, worked out once for many paths. */
export interface HostRoute {
  /** With a port that is not the default one: what `self` is compared with. Matches and tenants are known by the name alone. */
  readonly host: string
  /** Most specific first. */
  readonly trees: readonly HostTrees[]
  /** The tenant that the host names, unknown ones included; null where it names none. */
  readonly tenant: string | null
}

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

/** Every API version that a condition names: no other is ever told from another. */
function versionsOf(bundle: Bundle): ReadonlySet<string> {
  return new Set(
    bundle.resources.flatMap(({ grants }) => grants.flatMap(({ when }) => when?.apiVersion ?? [])),
  )
}

/** Versions that differ by case only are told apart by no folded reading: their folded one is none of them. */
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
  // Ranked by folded text: patterns that differ by case only are told apart by no folded reading, and never meet in a raw one.
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

/** Works out what a normalised host says. */
export function routeHost(router: Router, host: string): HostRoute {
  const name = host.replace(/:[0-9]+$/, '')
  const exact = router.hosts.get(name)
  const patterns = router.hostPatterns.filter(
    ({ suffix }) => name.length > suffix.length && name.endsWith(suffix),
  )
  const trees = patterns.map((pattern) => pattern.trees)
  if (exact) trees.unshift(exact)
  if (router.anyHost) trees.push(router.anyHost)
  return { host, trees, tenant: router.tenantHost ? labelOf(router.tenantHost, name) : null }
}

/**
 * Routes the raw path that starts at `start` of `text` and ends before the first `?`.
 *
 * @param told The tenant that the layer tells; each reading must agree with it (D15).
 * @returns `undefined` where the readings of the path do not all lead to the same resource, tenant and version, or it has none.
 */
export function route(
  router: Router,
  from: HostRoute,
  text: string,
  start: number,
  method: string,
  told: string | null,
): Route | undefined {
  const classified = classifyPath(text, start)
  if (classified < 0) return undefined
  const kind = pathKind(classified)
  const end = pathEnd(classified)
  if (kind === PATH_KINDS.plain && !router.casedPatterns) {
    if (isPlainRouter(router)) {
      const leaf = leafIn(from.trees, false, text, text, start, end, method)
      if (leaf === TIED) return undefined
      if (leaf === null || leaf.tenantSegment < 0) {
        const plain = leaf === null ? UNMATCHED : (router.plainRoutes[leaf.resource] ?? UNMATCHED)
        return from.tenant === null && told === null
          ? plain
          : withTenant(router, plain, [from.tenant], told)
      }
    }
    const path = text.slice(start, end)
    return routeReading(router, from, { path, withData: path, folded: false }, method, told)
  }
  const path = text.slice(start, end)
  const readings = kind === PATH_KINDS.special ? readingsOf(path) : casedReadings(path)
  return (
    readings &&
    agreeing(readings.map((reading) => routeReading(router, from, reading, method, told)))
  )
}

/** `OPTIONS *`: the server as a whole has a tenant, and no resource. */
export function routeServer(router: Router, from: HostRoute, told: string | null): Route {
  return withTenant(router, UNMATCHED, [from.tenant], told)
}

const UNMATCHED: Route = { resource: -1, tenant: null, tenantUnknown: false, version: null }

function isPlainRouter(router: Router): boolean {
  return router.tenantPath === null && router.versionPath === null
}

export function casedReadings(path: string): readonly Reading[] {
  const folded = foldCase(path)
  return [
    { path, withData: path, folded: false },
    { path: folded, withData: folded, folded: true },
  ]
}

export function agreeing(routes: readonly (Route | undefined)[]): Route | undefined {
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

export function routeReading(
  router: Router,
  from: HostRoute,
  reading: Reading,
  method: string,
  told: string | null,
): Route | undefined {
  const { path, withData, folded } = reading
  const leaf = leafIn(from.trees, folded, path, withData, 0, path.length, method)
  if (leaf === TIED) return undefined
  const named = [
    from.tenant,
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
  return withTenant(router, base, named, told)
}

function knownVersion(router: Router, version: string, folded: boolean): string | null {
  if (folded) return router.foldedVersions.get(version) ?? null
  return router.versions.has(version) ? version : null
}

/**
 * D15: all sources that name a tenant must name the same one, and a member. The tenant that the layer tells establishes nothing, and must
 * be that one.
 */
function withTenant(
  router: Router,
  base: Route,
  named: readonly (string | null)[],
  told: string | null,
): Route {
  const names = new Set(named.filter((name) => name !== null))
  const [name] = names
  if (name === undefined) return told === null ? base : { ...base, tenantUnknown: true }
  const known = names.size === 1 && router.tenants.has(name) && (told === null || told === name)
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
