/**
 * Requests that are routed alike: the same resource, tenant and API version before, and the same after.
 *
 * The engine itself says where a URL leads; what is asked here are places, which stand for all URLs.
 *
 * @module
 */
import { decide } from '@marque/core'
import {
  entryOf,
  isSame,
  type OwnOrigins,
  type Side,
  type Sides,
  type Vocabulary,
} from '../pair/index.ts'
import { labelAt, labelOf, labelsOf } from './route-labels.ts'
import type { Place } from './route-samples.ts'
import type { Spelling } from './spellings.ts'

/** Where a request leads on one side. */
export interface RouteOf {
  /** `unknown`: host and path name no known tenant; `ambiguous`: two layers could read the path differently. */
  readonly status: 'known' | 'unknown' | 'ambiguous'
  readonly resource: string | null
  readonly tenant: string | null
}

/** Where requests of one method are asked. */
export interface AskedAt {
  readonly url: string
  /** How they are called, and how where the host matters by itself: to its own origins. */
  readonly paths: Set<string>
  readonly here: Set<string>
}

export interface Cell {
  readonly routes: readonly [RouteOf, RouteOf]
  readonly versions: readonly [string, string]
  /** Origins that are the policy's own here on both sides: nothing about them differs. */
  readonly ownOnBoth: ReadonlySet<string>
  /** Origins that are its own on one side only, or for the method and not for OPTIONS: nobody else is asked about like them. */
  readonly ownInPart: readonly string[]
  /** Paths that another spelling stands for; null where the paths are plain. */
  readonly spelling: string | null
  /** The layer tells a tenant that host and path do not name (D15). */
  readonly told: boolean
  /** By method. */
  readonly asked: Map<string, AskedAt>
}

/**
 * Sorts places into cells. Places that lead nowhere on both sides, or that nobody can read, are left out.
 *
 * @param stranger An origin that no list holds.
 * @param own Origins that may be the policy's own.
 */
export function cellsOf(
  sides: Sides,
  places: readonly Place[],
  spellings: readonly Spelling[],
  vocabulary: Vocabulary,
  stranger: string,
  own: OwnOrigins,
): readonly Cell[] {
  const cells = new Map<string, Cell>()
  const plainRoutes = new Set<string>()
  for (const place of places) {
    const url = urlOf(place)
    const owners = ownersAt(sides, url, own.origins)
    for (const methods of methodsAt(place, vocabulary, place.named)) {
      const routes = routesOf(sides, url, methods[0] ?? '', stranger, null)
      const found = {
        place,
        url,
        owners,
        methods,
        labels: methods.map((method) => [
          labelOf(place, method, [routes[0].resource, routes[1].resource]),
        ]),
        spelling: null,
        routes,
        told: false,
      }
      addTo(cells, found, own)
      plainRoutes.add(JSON.stringify(routes))
    }
  }
  const hasTenants = sides.some(({ bundle }) => Object.keys(bundle.tenants).length > 0)
  // Some reading of another spelling may be any other path.
  const named = new Set(
    sides.flatMap(({ bundle }) =>
      bundle.resources.flatMap(({ match }) => match.flatMap((one) => one.methods ?? [])),
    ),
  )
  for (const { place, path, readings, isOwn } of spellings) {
    const url = `${place.prefix}${path}`
    const owners = ownersAt(sides, url, own.origins)
    const meantBy = (method: string): Cell['routes'] =>
      routesOf(sides, urlOf(place), method, stranger, null)
    for (const methods of methodsAt(place, vocabulary, named)) {
      const [method = ''] = methods
      // A tenant that all readings contradict alike makes them agree.
      for (const told of hasTenants ? [null, vocabulary.otherWord] : [null]) {
        const routes = routesOf(sides, url, method, stranger, told)
        // An ambiguous path may differ by whose origin asks.
        if (!isOwn && (isSame(...routes) || isSame(routes, meantBy(method)))) continue
        // Where all readings lead somewhere on both sides, a plain path that leads there stands for it.
        const isRead = routes.every(({ status }) => status !== 'ambiguous')
        if (isRead && (told !== null || plainRoutes.has(JSON.stringify(routes)))) continue
        const called = methods.map((one) => labelsOf(readings, one))
        const found = { place, url, owners, methods, labels: called, spelling: path, routes }
        addTo(cells, { ...found, told: told !== null }, own)
      }
    }
  }
  return [...cells.values()]
}

export function urlOf({ prefix, segments }: Pick<Place, 'prefix' | 'segments'>): string {
  return segments === null ? `${prefix}*` : `${prefix}/${segments.join('/')}`
}

/** Methods that no match tells apart stand together. */
function methodsAt(
  { segments }: Place,
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

/** Whether each of some origins is the policy's own here, by side, where a method is sent. */
type Owners = (sent: string) => readonly (readonly boolean[])[]

interface Found {
  readonly place: Place
  readonly url: string
  readonly owners: Owners
  readonly methods: readonly string[]
  /** By method. */
  readonly labels: readonly (readonly string[])[]
  readonly spelling: string | null
  readonly routes: readonly [RouteOf, RouteOf]
  readonly told: boolean
}

function addTo(
  cells: Map<string, Cell>,
  { place, url, owners, methods, labels, spelling, routes, told }: Found,
  { origins: owns, hosts }: OwnOrigins,
): void {
  const [before, after] = routes
  const [method = ''] = methods
  // Whose a preflight is follows from where OPTIONS leads, whatever method it asks for.
  const [ofMethod, ofOptions] = [owners(method), owners('OPTIONS')]
  const own = owns.map((_, at) => [ofMethod[at] ?? [], ofOptions[at] ?? []])
  const isOwnAlike = own.every((one) => one.every(([a, b]) => a === b))
  if (before.status === 'ambiguous' && after.status === 'ambiguous' && isOwnAlike) return
  const versions = spelling === null ? place.versions : (['', ''] as const)
  const key = JSON.stringify([routes, versions, own, spelling === null, told])
  const cell = entryOf(cells, key, (): Cell => {
    const at = (wanted: (one: readonly (readonly boolean[])[]) => boolean): string[] =>
      owns.filter((_, index) => wanted(own[index] ?? []))
    return {
      routes,
      versions,
      ownOnBoth: new Set(at((one) => one.flat().every((is) => is))),
      ownInPart: at((one) => new Set(one.flat()).size > 1),
      spelling,
      told,
      asked: new Map(),
    }
  })
  methods.forEach((one, index) => {
    if (place.segments === null && cell.asked.has(one)) return
    const asked = entryOf(
      cell.asked,
      one,
      (): AskedAt => ({ url, paths: new Set(), here: new Set() }),
    )
    const host = place.prefix.slice(place.prefix.indexOf('://') + 3)
    for (const label of labels[index] ?? []) {
      asked.paths.add(label)
      asked.here.add(hosts.has(host) ? labelAt(place.prefix, label) : label)
    }
  })
}

function routesOf(
  sides: Sides,
  url: string,
  method: string,
  stranger: string,
  told: string | null,
): readonly [RouteOf, RouteOf] {
  const [before, after] = sides
  return [routeOf(before, url, method, stranger, told), routeOf(after, url, method, stranger, told)]
}

/** Where the engine leads a request of somebody whom nothing is granted by name. */
function routeOf(
  { engine }: Side,
  url: string,
  method: string,
  stranger: string,
  told: string | null,
): RouteOf {
  const request = { method, url, headers: [['Origin', stranger]] as const }
  const { reason, resource, tenant } = decide(engine, request, { tenant: told }, { now: 0 })
  const status =
    reason === 'path-ambiguous' ? 'ambiguous' : reason === 'tenant-unknown' ? 'unknown' : 'known'
  return { status, resource, tenant }
}

function ownersAt(sides: Sides, url: string, origins: readonly string[]): Owners {
  const known = new Map<string, readonly (readonly boolean[])[]>()
  return (sent) =>
    entryOf(known, sent, () =>
      origins.map((origin) => sides.map((side) => isOwn(side, url, sent, origin))),
    )
}

/** D6: of several own origins, or one with a tenant, only the one of the request's host can be its own. */
function isOwn({ engine }: Side, url: string, method: string, origin: string): boolean {
  const { self } = engine.bundle
  const isChoosing = self.length > 1 || self[0]?.includes('{tenant}') === true
  if (!isChoosing) return self[0] === origin
  const authority = origin.slice(origin.indexOf('://') + 3)
  if (!url.slice(url.indexOf('://') + 3).startsWith(authority)) return false
  const request = { method, url, headers: [['Origin', origin]] as const }
  return decide(engine, request, {}, { now: 0 }).kind === 'same-origin'
}
