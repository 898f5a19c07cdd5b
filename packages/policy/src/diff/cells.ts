/**
 * Requests that are routed alike: the same resource, tenant and API version before, and the same after.
 *
 * The engine itself says where a URL leads; what is asked here are places, which stand for all URLs.
 *
 * @module
 */
import { decide } from '@marque/core'
import { entryOf } from './entry-of.ts'
import { labelOf } from './labels.ts'
import type { OwnOrigins } from './own-origins.ts'
import type { Place } from './places.ts'
import { isSame, type Side, type Sides } from './sides.ts'
import { spellingsOf } from './spellings.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Where a request leads on one side. */
export interface RouteOf {
  /** `unknown`: host and path name no known tenant; `ambiguous`: two layers could read the path differently. */
  readonly status: 'known' | 'unknown' | 'ambiguous'
  readonly resource: string | null
  readonly tenant: string | null
}

export interface Cell {
  readonly routes: readonly [RouteOf, RouteOf]
  readonly versions: readonly [string, string]
  /** Origins that are the policy's own here on both sides: nothing about them differs. */
  readonly ownOnBoth: ReadonlySet<string>
  /** Origins that are its own on one side only. */
  readonly ownOnOne: readonly string[]
  /** Paths that another spelling stands for; null where the paths are plain. */
  readonly spelling: string | null
  /** By method. */
  readonly asked: Map<string, { readonly url: string; readonly paths: Set<string> }>
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
  vocabulary: Vocabulary,
  stranger: string,
  own: OwnOrigins,
): readonly Cell[] {
  const cells = new Map<string, Cell>()
  const plainRoutes = new Set<string>()
  const spelled: Found[] = []
  for (const place of places) {
    const host = place.prefix.slice(place.prefix.indexOf('://') + 3)
    const isNamed = own.hosts.has(host)
    for (const method of methodsAt(place, vocabulary)) {
      const url = urlOf(place)
      const plain = routesOf(sides, url, method[0] ?? '', stranger)
      const names = [plain[0].resource, plain[1].resource] as const
      const labels = method.map((one) => labelOf(place, names, one, isNamed))
      addTo(
        cells,
        sides,
        { place, url, methods: method, labels, spelling: null, routes: plain },
        own.origins,
      )
      plainRoutes.add(JSON.stringify(plain))
      if (!place.moved || place.segments === null) continue
      for (const path of spellingsOf(place.segments)) {
        const other = `${place.prefix}${path}`
        const routes = routesOf(sides, other, method[0] ?? '', stranger)
        if (isSame(...routes) || isSame(routes, plain)) continue
        spelled.push({ place, url: other, methods: method, labels, spelling: path, routes })
      }
    }
  }
  for (const found of spelled) {
    // Where all readings lead somewhere on both sides, a plain path that leads there stands for it.
    const { routes } = found
    const isRead = routes.every(({ status }) => status !== 'ambiguous')
    if (!isRead || !plainRoutes.has(JSON.stringify(routes))) addTo(cells, sides, found, own.origins)
  }
  return [...cells.values()]
}

export function urlOf({ prefix, segments }: Pick<Place, 'prefix' | 'segments'>): string {
  return segments === null ? `${prefix}*` : `${prefix}/${segments.join('/')}`
}

/** Methods that no match at a place tells apart stand together. */
function methodsAt(
  { matches, segments }: Place,
  { methods, otherMethod }: Vocabulary,
): readonly (readonly string[])[] {
  if (segments === null) return [['OPTIONS']]
  const all = [...methods, otherMethod]
  const named = new Set(matches.flatMap(({ match }) => match?.methods ?? []))
  if (named.has('GET')) named.add('HEAD')
  const others = all.filter((method) => !named.has(method))
  return [others, ...all.filter((method) => named.has(method)).map((method) => [method])]
}

interface Found {
  readonly place: Place
  readonly url: string
  readonly methods: readonly string[]
  readonly labels: readonly string[]
  readonly spelling: string | null
  readonly routes: readonly [RouteOf, RouteOf]
}

function addTo(
  cells: Map<string, Cell>,
  sides: Sides,
  { place, url, methods, labels, spelling, routes }: Found,
  owns: readonly string[],
): void {
  const [before, after] = routes
  if (before.status === 'ambiguous' && after.status === 'ambiguous') return
  const [method = ''] = methods
  const own = owns.map((origin) => sides.map((side) => isOwn(side, url, method, origin)))
  const versions = spelling === null ? place.versions : (['', ''] as const)
  const key = JSON.stringify([routes, versions, own, spelling === null])
  const cell = entryOf(cells, key, (): Cell => {
    const at = (wanted: (both: readonly boolean[]) => boolean): string[] =>
      owns.filter((_, index) => wanted(own[index] ?? []))
    return {
      routes,
      versions,
      ownOnBoth: new Set(at(([a, b]) => a === true && b === true)),
      ownOnOne: at(([a, b]) => a !== b),
      spelling,
      asked: new Map(),
    }
  })
  methods.forEach((one, index) => {
    const asked = entryOf(cell.asked, one, () => ({ url, paths: new Set<string>() }))
    asked.paths.add(labels[index] ?? '')
  })
}

function routesOf(
  sides: Sides,
  url: string,
  method: string,
  stranger: string,
): readonly [RouteOf, RouteOf] {
  return [routeOf(sides[0], url, method, stranger), routeOf(sides[1], url, method, stranger)]
}

/** Where the engine leads a request of somebody whom nothing is granted by name. */
function routeOf({ engine }: Side, url: string, method: string, stranger: string): RouteOf {
  const request = { method, url, headers: [['Origin', stranger]] as const }
  const { reason, resource, tenant } = decide(engine, request, {}, { now: 0 })
  const status =
    reason === 'path-ambiguous' ? 'ambiguous' : reason === 'tenant-unknown' ? 'unknown' : 'known'
  return { status, resource, tenant }
}

/** D6: of several own origins, or one with a tenant, only the one of the request's host can be its own. */
function isOwn({ engine }: Side, url: string, method: string, origin: string): boolean {
  const { self } = engine.bundle
  const isChoosing = self.length > 1 || self[0]?.includes('{tenant}') === true
  const authority = origin.slice(origin.indexOf('://') + 3)
  if (isChoosing && !url.slice(url.indexOf('://') + 3).startsWith(authority)) return false
  const request = { method, url, headers: [['Origin', origin]] as const }
  return decide(engine, request, {}, { now: 0 }).kind === 'same-origin'
}
