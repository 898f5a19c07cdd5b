/**
 * Routing of a host and a raw path to a resource, a tenant and a path-borne API version. A path that two layers could read differently has no
 * route (D4, D7, D15).
 *
 * @module
 */
import {
  classifyPath,
  decodeSegments,
  foldCase,
  graphOf,
  graphOfParts,
  PATH_KINDS,
  type PathEdge,
  type PathGraph,
  pathEnd,
  pathKind,
  segmentOf,
  splitPath,
} from '../path/index.ts'
import {
  type Comparison,
  type FollowOptions,
  follow,
  mergeOf,
  NO_MATCH,
  type Outcome,
  placeOf,
  unionOf,
  withoutNoMatch,
} from './follow.ts'
import { CASE_MATTERS, findCasedLeaf, findLeaf, type Leaf, TIED } from './resource-tree.ts'
import type { HostRoute, HostTrees, Names, NameTemplate, Route, Router } from './router.ts'

/** Alternatives of a path, in both meanings of an encoded slash. */
export interface Alternatives {
  readonly separated: PathGraph
  readonly data: PathGraph
  readonly comparisons: readonly Comparison[]
}

const UNMATCHED: Route = { resource: -1, tenant: null, tenantUnknown: false, version: null }
const BOTH: readonly Comparison[] = ['exact', 'folded']

/**
 * Routes the raw path that starts at `start` of `text` and ends before the first `?`.
 *
 * @returns `undefined` where the path is ambiguous: whatever the policy says, or because its alternatives do not all have the same resource,
 *   tenant and version.
 */
export function route(
  router: Router,
  host: HostRoute,
  text: string,
  start: number,
  method: string,
): Route | undefined {
  const classified = classifyPath(text, start)
  if (classified < 0) return undefined
  const kind = pathKind(classified)
  const end = pathEnd(classified)
  if (kind === PATH_KINDS.plain && !router.hasCase) {
    return routePlain(router, host, text, start, end, method)
  }
  const path = text.slice(start, end)
  if (kind !== PATH_KINDS.special) {
    const cased = routeCased(router, host, path, method)
    if (cased !== null) return cased
  }
  const alternatives = alternativesOf(path)
  return alternatives && routeAlternatives(router, host, alternatives, method)
}

/** `OPTIONS *`: the whole server, which has a tenant and no resource. */
export function routeServer(router: Router, host: HostRoute): Route {
  return routeOf(UNMATCHED, tenantOf(router, host, []), false)
}

/** D15: the tenant that a layer knows of only takes away. */
export function withLayerTenant(route: Route, layerTenant: string | null): Route {
  if (layerTenant === null || layerTenant === route.tenant) return route
  return { ...route, tenant: null, tenantUnknown: true }
}

/** @returns `undefined` where the path is ambiguous, whatever the policy says. */
export function alternativesOf(path: string): Alternatives | undefined {
  const segments = decodeSegments(path)
  if (segments === undefined) return undefined
  const separated = graphOf(segments, 'separator')
  const hasSlash = segments.some((texts) => texts.some((text) => text.includes('/')))
  return {
    separated,
    data: hasSlash ? graphOf(segments, 'data') : separated,
    comparisons: BOTH,
  }
}

/** A single alternative, for `explain`. */
export function oneAlternative(
  parts: readonly string[],
  partsWithData: readonly string[],
  comparison: Comparison,
): Alternatives {
  return {
    separated: graphOfParts(parts),
    data: graphOfParts(partsWithData),
    comparisons: [comparison],
  }
}

/** A path of one alternative. Allocates nothing where neither host nor path name a tenant or version. */
function routePlain(
  router: Router,
  host: HostRoute,
  text: string,
  start: number,
  end: number,
  method: string,
): Route | undefined {
  const leaf = leafIn(host.trees, text, start, end, method)
  if (leaf === TIED) return undefined
  const { tenantPaths, versionPath } = router
  const base = leaf === null ? UNMATCHED : (router.plainRoutes[leaf.resource] ?? UNMATCHED)
  const isNamed = leaf !== null && leaf.namedSegment >= 0
  if (tenantPaths.length === 0 && versionPath === null && !isNamed) {
    return host.tenant === null ? base : routeOf(base, tenantOf(router, host, []), false)
  }
  const path = text.slice(start, end)
  const named = tenantPaths.map(({ template }) => segmentOf(template, path))
  const tenant = tenantOf(
    router,
    host,
    named.map((name) => knownName(router.tenants, name)),
  )
  const isOther = isNamed && splitPath(path)[leaf.namedSegment] !== tenant
  const version = versionPath && segmentOf(versionPath.template, path)
  const isKnown = version !== null && router.versions.exact.has(version)
  return routeOf(isKnown ? { ...base, version } : base, tenant, isOther)
}

/** A path whose alternatives differ only in the case of letters. Null where the alternatives have to be followed. */
function routeCased(
  router: Router,
  host: HostRoute,
  path: string,
  method: string,
): Route | null | undefined {
  if (router.tenantPaths.length > 0 || router.versionPath !== null) return null
  const folded = foldCase(path)
  for (const { separated, data } of host.trees) {
    if (data.size > 0) return null
    const leaf = findCasedLeaf(separated, path, folded, method)
    if (leaf === TIED) return undefined
    if (leaf === null) continue
    if (leaf === CASE_MATTERS || leaf.namedSegment >= 0) return null
    const base = router.plainRoutes[leaf.resource] ?? UNMATCHED
    return host.tenant === null ? base : routeOf(base, tenantOf(router, host, []), false)
  }
  return host.tenant === null ? UNMATCHED : routeOf(UNMATCHED, tenantOf(router, host, []), false)
}

function leafIn(
  trees: readonly HostTrees[],
  text: string,
  start: number,
  end: number,
  method: string,
): Leaf | null {
  for (const { separated, data } of trees) {
    const leaf = findLeaf(separated, text, start, end, method)
    if (data.size === 0) {
      if (leaf !== null) return leaf
      continue
    }
    const dataLeaf = findLeaf(data, text, start, end, method)
    const found = leaf === null ? dataLeaf : dataLeaf === null ? leaf : moreSpecific(leaf, dataLeaf)
    if (found !== null) return found
  }
  return null
}

function moreSpecific(a: Leaf, b: Leaf): Leaf {
  if (a.rank === b.rank && a.resource !== b.resource) return TIED // whose own rank is before all others
  return a.rank <= b.rank ? a : b
}

/** Routes all alternatives together; `undefined` where they lead to different places. */
export function routeAlternatives(
  router: Router,
  host: HostRoute,
  alternatives: Alternatives,
  method: string,
): Route | undefined {
  const named: (string | null)[] = []
  for (const template of router.tenantPaths) {
    const name = nameIn(template, alternatives, router.tenants, UNKNOWN)
    if (name === undefined) return undefined
    named.push(name)
  }
  const tenant = tenantOf(router, host, named)
  const version =
    router.versionPath && nameIn(router.versionPath, alternatives, router.versions, null)
  if (version === undefined) return undefined
  const place = placeOf(outcomesOf(host, alternatives, method, tenant))
  if (place === undefined) return undefined
  const resource = place.leaf === null ? -1 : place.leaf.resource
  return routeOf({ ...UNMATCHED, resource, version }, tenant, place.value !== null)
}

/** The name of a tenant that the policy does not have, or of two of them. Not the name of any. */
const UNKNOWN = ''

function knownName(names: Names, name: string | null): string | null {
  return name === null || names.exact.has(name) ? name : UNKNOWN
}

/**
 * What a template names in all alternatives; null where they do not fit it.
 *
 * @param unknown What a name that is not known counts as.
 * @returns `undefined` where alternatives differ.
 */
function nameIn(
  { tree }: NameTemplate,
  { separated, comparisons }: Alternatives,
  names: Names,
  unknown: string | null,
): string | null | undefined {
  const valuesOf = ({ text, folded }: PathEdge): readonly (string | null)[] =>
    comparisons.flatMap((comparison): readonly (string | null)[] => {
      if (comparison === 'folded') return names.byFolded.get(folded) ?? [unknown]
      return [text !== null && names.exact.has(text) ? text : unknown]
    })
  const options = { method: '', comparisons, valuesOf, keepsRanks: true }
  const values = new Set(follow(tree, separated, options).map(({ value }) => value))
  const [value = null] = values
  return values.size > 1 ? undefined : value
}

/** The tenant that host and path identify (D15): {@link UNKNOWN} where they name none of the policy's, or two; null where they name none. */
function tenantOf(
  router: Router,
  host: HostRoute,
  named: readonly (string | null)[],
): string | null {
  const names = new Set([knownName(router.tenants, host.tenant), ...named])
  names.delete(null)
  const [name = null] = names
  return names.size > 1 ? UNKNOWN : name
}

function routeOf(base: Route, tenant: string | null, isOther: boolean): Route {
  if (isOther || tenant === UNKNOWN) return { ...base, tenant: null, tenantUnknown: true }
  return tenant === null ? base : { ...base, tenant }
}

/** The outcomes of all alternatives in the trees of a host. The value is not null where a segment `{tenant}` names another tenant. */
function outcomesOf(
  host: HostRoute,
  alternatives: Alternatives,
  method: string,
  tenant: string | null,
): readonly Outcome[] {
  const { comparisons } = alternatives
  const valuesOf = ({ text, folded }: PathEdge): readonly (string | null)[] => {
    if (tenant === UNKNOWN) return [null]
    if (tenant === null) return [UNKNOWN]
    return comparisons.map((comparison) =>
      (comparison === 'exact' ? text === tenant : folded === foldCase(tenant)) ? null : UNKNOWN,
    )
  }
  let all: readonly Outcome[] = [NO_MATCH]
  for (const trees of host.trees) {
    const keepsRanks = trees.data.size > 0
    const options: FollowOptions = { method, comparisons, valuesOf, keepsRanks }
    const separated = follow(trees.separated, alternatives.separated, options)
    const found = keepsRanks
      ? mergeOf(separated, follow(trees.data, alternatives.data, options))
      : separated
    all = unionOf(withoutNoMatch(all), found, false)
    if (!all.includes(NO_MATCH)) break
  }
  return all
}
