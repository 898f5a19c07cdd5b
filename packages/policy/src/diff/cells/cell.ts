/**
 * What a comparison finds before it is worded: regions of requests that both bundles decide by the same path through the engine, and the cells of
 * each region in which the outcome differs.
 *
 * A cell is a box: for each dimension either one class of values, or nothing where the decisions do not depend on the dimension. The boxes of a region do
 * not overlap. Within a cell both engines decide every request alike, so that one witness stands for all.
 *
 * @module
 */
import type { Decision, Kind, Vector } from '@marque/core'
import type { CellAtoms } from '../atoms/index.ts'
import type { Place, RequestShape } from '../places/index.ts'
import type { Sides } from '../sides.ts'

export type * from '../atoms/index.ts'
export type { Place, RequestShape } from '../places/index.ts'
export type { Sides } from '../sides.ts'

/** Requests that lead to one pair of resources in one way. */
export interface Region {
  readonly shape: RequestShape
  /** How each side classifies the requests (D6). They differ only where an origin is own on one side. */
  readonly kinds: Sides<Kind>
  /**
   * The origins, where they are own on one side or both (D6), sorted; `null` stands for an own page by fetch metadata. Empty for all other senders, with and without
   * Origin.
   */
  readonly own: readonly string[]
  /**
   * The methods that lead there, sorted; `*` represents every method that neither bundle names. For a preflight these are the requested ones. A cell that depends
   * on the method has fewer.
   */
  readonly methods: readonly string[]
  /** Every place that has this pair of resources, or a pair with equal rules: the cells hold at each of them. Never empty. */
  readonly places: readonly Place[]
  /** Differing cells. */
  readonly cells: readonly Cell[]
}

/** What a decision allows; more is wider. Values of different shapes are not compared. */
export interface Outcome {
  readonly reach: boolean
  /** Script reads the response. A same-origin page reads what it reaches; a WebSocket that opens is read (D25). */
  readonly read: boolean
  /** A preflight is granted, or the request needs none because the origin is own. */
  readonly preflight: boolean
  readonly credentials: boolean
  /** Readable response headers: `*` for all but Authorization, `**` for all. Sorted. */
  readonly expose: readonly string[]
  readonly timing: boolean
  /** Cross-Origin-Resource-Policy: `same-origin` 0, `same-site` 1, none 2, `cross-origin` 3. For requests without Origin; else null. */
  readonly embed: number | null
  /** No login is needed. For requests without Origin; else null. */
  readonly withoutLogin: boolean | null
  /** Isolation stops the request (D26). */
  readonly isolated: boolean
}

/** Requests with one pair of outcomes that differ. */
export interface Cell {
  readonly atoms: CellAtoms
  readonly outcomes: Sides<Outcome>
  /** A request of the cell at a place. */
  readonly request: (place: Place) => Vector['in']
  /** The same, decided by both engines. */
  readonly witness: (place: Place) => Witness
}

/** A request with its decisions. */
export interface Witness {
  readonly in: Vector['in']
  readonly before: Decision
  readonly after: Decision
}

/** The result of the exploration. */
export interface CellComparison {
  /** Regions with differing cells, in the order of their first place. */
  readonly regions: readonly Region[]
  /** What was not compared because it would cost too much. */
  readonly undecided: readonly { readonly resource: string | null; readonly why: string }[]
}
