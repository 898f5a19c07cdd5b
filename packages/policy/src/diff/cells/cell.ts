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

/** One value for each side. */
export type Sides<Value> = readonly [before: Value, after: Value]

/** What kind of request is sent. `plain` has no Origin. */
export type RequestShape = 'plain' | 'actual' | 'preflight' | 'websocket'

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

/** Host and path of requests. */
export interface Place {
  /** A url of the place, for a witness. */
  readonly url: string
  /**
   * The pattern of the deciding matches of both sides, the more specific one: `api.example.com/v1/**`, `/v1/**` for any host; `/**` where none matches, `*` for the
   * server as a whole.
   */
  readonly pattern: string
  /** The resource of each side; null where none matches, or where the path is ambiguous. */
  readonly resources: Sides<string | null>
  /** The tenant of each side. */
  readonly tenants: Sides<string | null>
  /** Where each side leads: `ambiguous` is a path that fits two resources equally (D7), `unreadable` a url without a valid host (D2). */
  readonly leads: Sides<'resource' | 'unmatched' | 'ambiguous' | 'unreadable'>
}

/** One class of values of a dimension. */
interface AtomBase {
  /** Identifies the class among those of its region. */
  readonly key: string
  /** The number of classes that the dimension has where this one was chosen: cells that together have all of them do not depend on it. */
  readonly siblings: number
}

/** The Origin lines. */
export interface OriginAtom extends AtomBase {
  /**
   * - `listed`: the origins and patterns of `senders`, which the same lists of both resources hold.
   * - `unlisted`: every valid origin that no list of the two resources holds.
   * - `null`; `malformed`; `list`: one line with a comma; `several`: several lines.
   * - `own`: the region's own origin.
   */
  readonly kind: 'listed' | 'unlisted' | 'null' | 'malformed' | 'list' | 'several' | 'own'
  /**
   * Sorted. A pattern represents the origins that it matches and no longer pattern or list does. `unlisted` has `*`, and where it is not all of them, nothing
   * else; the other kinds have what is sent, or nothing.
   */
  readonly senders: readonly string[]
  /** An origin of the class. */
  readonly sample: string
}

/** Methods that the grants of both resources cover alike. */
export interface MethodAtom extends AtomBase {
  /** Sorted; `*` represents every method that neither bundle names. */
  readonly methods: readonly string[]
}

/** Access-Control-Request-Headers. */
export interface NamesAtom extends AtomBase {
  /** `none`: no name is requested. `long`: beyond the limits of D24. */
  readonly kind: 'none' | 'names' | 'long'
  /**
   * The names of the class, each of which may be requested alone; `*` represents every name that no grant has. Where `together` holds, only their combination is
   * in the class.
   */
  readonly names: readonly string[]
  readonly together: boolean
}

/** Cookie, Authorization. */
export interface FlagAtom extends AtomBase {
  readonly value: boolean
}

/** Fetch metadata (D26): none or same-origin; another site; another site that navigates to a document. */
export interface SiteAtom extends AtomBase {
  readonly value: 'same' | 'other' | 'navigation'
}

/** The time of the request, epoch milliseconds; null for no bound. */
export interface TimeAtom extends AtomBase {
  readonly from: number | null
  readonly until: number | null
}

/** What is known about the client: which conditions hold (D11). */
export interface FactsAtom extends AtomBase {
  /**
   * For each side the indexes, in `resource.grants` of the bundle, of the grants for this sender and method whose condition holds, and of those whose condition
   * does not.
   */
  readonly holding: Sides<readonly number[]>
  readonly failing: Sides<readonly number[]>
}

/** The origin-bound token (D16), and for which sides it is valid. */
export interface TokenAtom extends AtomBase {
  readonly value: 'none' | 'invalid' | 'valid'
  readonly valid: Sides<boolean>
}

/** The class of each dimension that the decisions read; a dimension that is missing may have any value. */
export interface CellAtoms {
  readonly origin?: OriginAtom
  readonly method?: MethodAtom
  readonly requestHeaders?: NamesAtom
  readonly cookie?: FlagAtom
  readonly authorization?: FlagAtom
  readonly certificate?: FlagAtom
  readonly site?: SiteAtom
  readonly now?: TimeAtom
  readonly facts?: FactsAtom
  readonly token?: TokenAtom
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
  /** A request of the cell at a place, decided by both engines. */
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
