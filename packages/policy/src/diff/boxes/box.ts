/**
 * A box of differing requests: for each dimension a set of classes, or any value.
 *
 * @module
 */
import type { Kind } from '@marque/core'
import type {
  Cell,
  FactsAtom,
  NamesAtom,
  OriginAtom,
  Place,
  RequestShape,
  Sides,
  SiteAtom,
  TimeAtom,
  TokenAtom,
} from '../cells/index.ts'
import type { Edit } from '../edits/index.ts'
import type { Shift } from './cell-shifts.ts'

/** Some classes of a dimension, by a key that means the same in every region of one pair of resources; null for any value. */
export type Classes<Atom> = ReadonlyMap<string, Atom> | null

/** Places that one region leads to in one way. */
export interface PlaceGroup {
  readonly resources: Sides<string | null>
  readonly tenants: Sides<string | null>
  readonly unknownTenants: Sides<boolean>
  readonly versions: Sides<string | null>
  readonly leads: Place['leads']
  /** Sorted patterns. */
  readonly patterns: readonly string[]
}

/** What a request carries: any of cookie, Authorization, certificate. */
export interface Carried {
  readonly cookie: boolean
  readonly authorization: boolean
  readonly certificate: boolean
}

/**
 * Requests that change in one aspect and direction, for one cause. Exact: every request of the box changes so, and none is in it twice.
 */
export interface Box extends Shift {
  readonly shape: RequestShape
  /** The origins that are own on one side or both; empty for all other senders. */
  readonly own: readonly string[]
  /** How each side classifies the requests (D6). */
  readonly kinds: Sides<Kind>
  /** All methods that lead to the places. */
  readonly methods: readonly string[]
  /** The resources that decide, before and after. */
  readonly resources: Sides<string | null>
  /** Script may send credentials and read the response, on the side that allows more. */
  readonly credentials: boolean
  /** The edits that cause it; empty for several together. */
  readonly causes: readonly Edit[]
  readonly dimensions: Dimensions
  /** A cell of the box at one of its places. */
  readonly sample: { readonly cell: Cell; readonly place: Place }
}

export interface Dimensions {
  readonly origin: Classes<OriginAtom>
  /** Never null: the methods that lead to the places. */
  readonly method: ReadonlyMap<string, string>
  readonly requestHeaders: Classes<NamesAtom>
  readonly carried: Classes<Carried>
  readonly site: Classes<SiteAtom>
  readonly now: Classes<TimeAtom>
  readonly facts: Classes<FactsAtom>
  readonly token: Classes<TokenAtom>
  /** Never null. */
  readonly place: ReadonlyMap<string, PlaceGroup>
}

export type DimensionName = keyof Dimensions

/** In the order of merging: first what most often has every value. */
export const DIMENSION_NAMES: readonly DimensionName[] = [
  'carried',
  'site',
  'token',
  'requestHeaders',
  'facts',
  'now',
  'method',
  'origin',
  'place',
]
