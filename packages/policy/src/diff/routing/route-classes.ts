/**
 * Classes of requests that are routed alike: with the same resource, tenant and API version before, and the same after.
 *
 * The engines route one sample URL of each class.
 *
 * @module
 */
import { decide } from '@marque/core'
import {
  type BundlePair,
  type BundleSide,
  getOrCreate,
  isSame,
  type OwnOrigins,
  type Vocabulary,
} from '../pair/index.ts'
import { labelAt, labelOf, labelsOf } from './route-labels.ts'
import type { RouteSample } from './route-samples.ts'
import type { Spelling } from './spellings.ts'

/** The route of a request on one side. */
export interface Route {
  /** `unknown`: host and path name no known tenant; `ambiguous`: the path is ambiguous (D4). */
  readonly status: 'known' | 'unknown' | 'ambiguous'
  readonly resource: string | null
  readonly tenant: string | null
}

/** The sample URL of one method. */
export interface MethodSample {
  readonly url: string
  /** Labels of the routes; `here` with the host, for own origins that the host selects. */
  readonly paths: Set<string>
  readonly here: Set<string>
}

export interface RouteClass {
  readonly routes: readonly [Route, Route]
  readonly versions: readonly [string, string]
  /** Own origins on both sides: no decision about them differs. */
  readonly ownOnBoth: ReadonlySet<string>
  /** Own origins on one side only, or for the method and not for OPTIONS: each is compared by itself. */
  readonly ownInPart: readonly string[]
  /** The spelling of the path; null for normalised paths. */
  readonly spelling: string | null
  /** The layer reports a tenant that host and path contradict (D15). */
  readonly contradictsTenant: boolean
  /** By method. */
  readonly byMethod: Map<string, MethodSample>
}

/**
 * Groups samples into classes. Samples without a route on both sides are left out.
 *
 * @param unlisted An origin that no list holds.
 * @param own Own origins on some side.
 */
export function classifyRoutes(
  sides: BundlePair,
  samples: readonly RouteSample[],
  spellings: readonly Spelling[],
  vocabulary: Vocabulary,
  unlisted: string,
  own: OwnOrigins,
): readonly RouteClass[] {
  const classes = new Map<string, RouteClass>()
  const plainRoutes = new Set<string>()
  for (const sample of samples) {
    const url = urlOf(sample)
    const owners = ownersAt(sides, url, own.origins)
    for (const methods of methodsAt(sample, vocabulary, sample.named)) {
      const routes = routesOf(sides, url, methods[0] ?? '', unlisted, null)
      const found = {
        sample,
        url,
        owners,
        methods,
        labels: methods.map((method) => [
          labelOf(sample, method, [routes[0].resource, routes[1].resource]),
        ]),
        spelling: null,
        routes,
        contradictsTenant: false,
      }
      addTo(classes, found, own)
      plainRoutes.add(JSON.stringify(routes))
    }
  }
  const hasTenants = sides.some(({ bundle }) => Object.keys(bundle.tenants).length > 0)
  // A reading of another spelling may be any other path.
  const named = new Set(
    sides.flatMap(({ bundle }) =>
      bundle.resources.flatMap(({ match }) => match.flatMap((one) => one.methods ?? [])),
    ),
  )
  for (const { sample, path, readings, isOwn } of spellings) {
    const url = `${sample.prefix}${path}`
    const owners = ownersAt(sides, url, own.origins)
    const meantBy = (method: string): RouteClass['routes'] =>
      routesOf(sides, urlOf(sample), method, unlisted, null)
    for (const methods of methodsAt(sample, vocabulary, named)) {
      const [method = ''] = methods
      // Where all readings contradict the tenant they are equivalent.
      for (const contradictsTenant of hasTenants ? [null, vocabulary.otherWord] : [null]) {
        const routes = routesOf(sides, url, method, unlisted, contradictsTenant)
        // Decisions on an ambiguous path may depend on whether the origin is own.
        if (!isOwn && (isSame(...routes) || isSame(routes, meantBy(method)))) continue
        // Where the path is not ambiguous on either side, a normalised path of the same route represents it.
        const isRead = routes.every(({ status }) => status !== 'ambiguous')
        if (isRead && (contradictsTenant !== null || plainRoutes.has(JSON.stringify(routes))))
          continue
        const called = methods.map((one) => labelsOf(readings, one))
        const found = { sample, url, owners, methods, labels: called, spelling: path, routes }
        addTo(classes, { ...found, contradictsTenant: contradictsTenant !== null }, own)
      }
    }
  }
  return [...classes.values()]
}

export function urlOf({ prefix, segments }: Pick<RouteSample, 'prefix' | 'segments'>): string {
  return segments === null ? `${prefix}*` : `${prefix}/${segments.join('/')}`
}

/** Groups of methods that all matches treat alike. */
function methodsAt(
  { segments }: RouteSample,
  { methods, otherMethod }: Vocabulary,
  named: ReadonlySet<string>,
): readonly (readonly string[])[] {
  if (segments === null) return [['OPTIONS']]
  const all = [...methods, otherMethod]
  const isTold = (method: string): boolean =>
    named.has(method) || (method === 'HEAD' && named.has('GET'))
  const others = all.filter((method) => !isTold(method))
  return [others, ...all.filter(isTold).map((method) => [method])]
}

/** Whether each origin is own, by side, for a request method. */
type Owners = (sent: string) => readonly (readonly boolean[])[]

interface Found {
  readonly sample: RouteSample
  readonly url: string
  readonly owners: Owners
  readonly methods: readonly string[]
  /** By method. */
  readonly labels: readonly (readonly string[])[]
  readonly spelling: string | null
  readonly routes: readonly [Route, Route]
  readonly contradictsTenant: boolean
}

function addTo(
  classes: Map<string, RouteClass>,
  { sample, url, owners, methods, labels, spelling, routes, contradictsTenant }: Found,
  { origins: owns, hosts }: OwnOrigins,
): void {
  const [before, after] = routes
  const [method = ''] = methods
  // Whether a preflight is same-origin depends on the route of OPTIONS, not of the requested method.
  const [ofMethod, ofOptions] = [owners(method), owners('OPTIONS')]
  const own = owns.map((_, at) => [ofMethod[at] ?? [], ofOptions[at] ?? []])
  const isOwnAlike = own.every((one) => one.every(([a, b]) => a === b))
  if (before.status === 'ambiguous' && after.status === 'ambiguous' && isOwnAlike) return
  const versions = spelling === null ? sample.versions : (['', ''] as const)
  const key = JSON.stringify([routes, versions, own, spelling === null, contradictsTenant])
  const routeClass = getOrCreate(classes, key, (): RouteClass => {
    const at = (wanted: (one: readonly (readonly boolean[])[]) => boolean): string[] =>
      owns.filter((_, index) => wanted(own[index] ?? []))
    return {
      routes,
      versions,
      ownOnBoth: new Set(at((one) => one.flat().every((is) => is))),
      ownInPart: at((one) => new Set(one.flat()).size > 1),
      spelling,
      contradictsTenant,
      byMethod: new Map(),
    }
  })
  methods.forEach((one, index) => {
    if (sample.segments === null && routeClass.byMethod.has(one)) return
    const byMethod = getOrCreate(
      routeClass.byMethod,
      one,
      (): MethodSample => ({ url, paths: new Set(), here: new Set() }),
    )
    const host = sample.prefix.slice(sample.prefix.indexOf('://') + 3)
    for (const label of labels[index] ?? []) {
      byMethod.paths.add(label)
      byMethod.here.add(hosts.has(host) ? labelAt(sample.prefix, label) : label)
    }
  })
}

function routesOf(
  sides: BundlePair,
  url: string,
  method: string,
  unlisted: string,
  contradictsTenant: string | null,
): readonly [Route, Route] {
  const [before, after] = sides
  return [
    routeOf(before, url, method, unlisted, contradictsTenant),
    routeOf(after, url, method, unlisted, contradictsTenant),
  ]
}

/** The route of a request of an unlisted origin. */
function routeOf(
  { engine }: BundleSide,
  url: string,
  method: string,
  unlisted: string,
  contradictsTenant: string | null,
): Route {
  const request = { method, url, headers: [['Origin', unlisted]] as const }
  const { reason, resource, tenant } = decide(
    engine,
    request,
    { tenant: contradictsTenant },
    { now: 0 },
  )
  const status =
    reason === 'path-ambiguous' ? 'ambiguous' : reason === 'tenant-unknown' ? 'unknown' : 'known'
  return { status, resource, tenant }
}

function ownersAt(sides: BundlePair, url: string, origins: readonly string[]): Owners {
  const known = new Map<string, readonly (readonly boolean[])[]>()
  return (sent) =>
    getOrCreate(known, sent, () =>
      origins.map((origin) => sides.map((side) => isOwn(side, url, sent, origin))),
    )
}

/** D6: of several own origins, or one with a tenant, only that of the request's host can be same-origin. */
function isOwn({ engine }: BundleSide, url: string, method: string, origin: string): boolean {
  const { self } = engine.bundle
  const isChoosing = self.length > 1 || self[0]?.includes('{tenant}') === true
  if (!isChoosing) return self[0] === origin
  const authority = origin.slice(origin.indexOf('://') + 3)
  if (!url.slice(url.indexOf('://') + 3).startsWith(authority)) return false
  const request = { method, url, headers: [['Origin', origin]] as const }
  return decide(engine, request, {}, { now: 0 }).kind === 'same-origin'
}
