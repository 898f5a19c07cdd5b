/**
 * From the differing cells of a region to boxes.
 *
 * @module
 */

import { groupBy } from '../../group-by.ts'
import type {
  Cell,
  CellAtoms,
  FlagAtom,
  Outcome,
  Place,
  Region,
  RequestShape,
  Sides,
} from '../cells/index.ts'
import type { Edit } from '../edits/index.ts'
import type { Box, Carried, Classes, Dimensions, PlaceGroup } from './box.ts'
import { type Shift, shiftsBetween } from './cell-shifts.ts'

/** For what changes in a cell: finds the edits that cause it at a place. */
export type CausesOf = (cell: Cell, shift: Shift) => (place: Place) => readonly Edit[]

/** The boxes of a region, one for each aspect of each cell at each group of places. */
export function boxesOf(region: Region, causesOf: CausesOf): readonly Box[] {
  const { shape, own, kinds, methods } = region
  const groups = groupsOf(region.places)
  return region.cells.flatMap((cell) => {
    const dimensions = dimensionsOf(cell.atoms)
    const method = methodsIn(cell.atoms, methods)
    if (method.size === 0) return []
    return shiftsBetween(shape, cell.outcomes).flatMap((shift) => {
      const [before, after] = cell.outcomes
      const more = shift.direction === 'wider' ? after : before
      const credentials = isWithCredentials(shape, shift, more)
      const causesAt = causesOf(cell, shift)
      return groups.map(
        ({ group, place, classes }): Box => ({
          ...shift,
          shape,
          own,
          kinds,
          methods,
          resources: group.resources,
          credentials,
          causes: causesAt(place),
          dimensions: { ...dimensions, method, place: classes },
          sample: { cell, place },
        }),
      )
    })
  })
}

/** A WebSocket handshake always carries cookies (D25). */
function isWithCredentials(
  shape: RequestShape,
  { aspect }: Shift,
  { credentials }: Outcome,
): boolean {
  if (aspect !== 'read') return aspect === 'credentials'
  return shape === 'websocket' || credentials
}

interface GroupedPlaces {
  readonly group: PlaceGroup
  /** The first of them. */
  readonly place: Place
  /** The group as the only class of a dimension. */
  readonly classes: ReadonlyMap<string, PlaceGroup>
}

const GROUPED = new WeakMap<readonly Place[], readonly GroupedPlaces[]>()

/** Places with equal routes are one. Regions of one group of places share them. */
function groupsOf(places: readonly Place[]): readonly GroupedPlaces[] {
  const known = GROUPED.get(places)
  if (known !== undefined) return known
  const groups = groupPlaces(places)
  GROUPED.set(places, groups)
  return groups
}

function groupPlaces(places: readonly Place[]): readonly GroupedPlaces[] {
  const groups = groupBy(places, ({ url: _, pattern: __, ...route }) => JSON.stringify(route))
  return [...groups.values()].flatMap((all) => {
    const [place] = all
    if (place === undefined) return []
    const { url: _, pattern: __, ...route } = place
    const patterns = [...new Set(all.map(({ pattern }) => pattern))].sort()
    const group = { ...route, patterns }
    return [{ group, place, classes: new Map([[keyOf(group), group]]) }]
  })
}

function keyOf({ resources: _, ...group }: PlaceGroup): string {
  return JSON.stringify(group)
}

function methodsIn({ method }: CellAtoms, methods: readonly string[]): ReadonlyMap<string, string> {
  const found =
    method === undefined ? methods : methods.filter((one) => method.methods.includes(one))
  return new Map(found.map((one) => [one, one]))
}

function dimensionsOf(atoms: CellAtoms): Omit<Dimensions, 'method' | 'place'> {
  const { origin, requestHeaders, site, now, facts, token } = atoms
  return {
    origin: classes(origin, origin && `${origin.kind} ${idOf(origin.senders)}`),
    requestHeaders: classes(
      requestHeaders,
      requestHeaders &&
        `${requestHeaders.kind} ${requestHeaders.together} ${requestHeaders.names.join()}`,
    ),
    carried: carriedOf(atoms),
    site: classes(site, site?.value),
    now: classes(now, now && `${now.from} ${now.until}`),
    facts: classes(facts, facts && factsKey(facts)),
    token: classes(token, token && JSON.stringify([token.value, token.valid])),
  }
}

/** Short names for lists, which can be long: equal for equal lists. */
const IDS = new Map<string, number>()
const KNOWN = new WeakMap<readonly string[], number>()
let next = 0

/** Names that are kept; without them equal lists are only merged less. */
const MOST_IDS = 10_000

function idOf(senders: readonly string[]): number {
  const known = KNOWN.get(senders)
  if (known !== undefined) return known
  const text = senders.join(' ')
  const id = IDS.get(text) ?? next++
  if (IDS.size >= MOST_IDS) IDS.clear()
  IDS.set(text, id)
  KNOWN.set(senders, id)
  return id
}

function classes<Atom>(atom: Atom | undefined, key: string | undefined): Classes<Atom> {
  return atom === undefined || key === undefined ? null : new Map([[key, atom]])
}

export function factsKey({
  holding,
  failing,
}: {
  readonly holding: Sides<readonly number[]>
  readonly failing: Sides<readonly number[]>
}): string {
  return JSON.stringify([holding, failing])
}

const BOTH: readonly boolean[] = [false, true]

/** All combinations of what a request carries. */
export const ALL_CARRIED: readonly Carried[] = BOTH.flatMap((certificate) =>
  BOTH.flatMap((authorization) => BOTH.map((cookie) => ({ cookie, authorization, certificate }))),
)

function carriedOf({
  cookie,
  authorization,
  certificate,
}: CellAtoms & { readonly certificate?: FlagAtom }): Classes<Carried> {
  if (cookie === undefined && authorization === undefined && certificate === undefined) return null
  const fits = (one: Carried): boolean =>
    (cookie === undefined || cookie.value === one.cookie) &&
    (authorization === undefined || authorization.value === one.authorization) &&
    (certificate === undefined || certificate.value === one.certificate)
  return new Map(ALL_CARRIED.filter(fits).map((one) => [JSON.stringify(one), one]))
}
