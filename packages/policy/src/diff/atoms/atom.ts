/**
 * Atoms: the classes of values of a dimension that no rule distinguishes, as a report names them.
 *
 * @module
 */
import type { Sides } from '../sides.ts'

/** One class of values of a dimension. */
export interface Atom {
  /** Identifies the class among those that the same pair of resources distinguishes. */
  readonly key: string
  /** The number of classes where this one was chosen: cells that together have all of them do not depend on the dimension. */
  readonly siblings: number
}

/** The Origin lines. */
export interface OriginAtom extends Atom {
  /**
   * - `listed`: the origins and patterns of `senders`, which the same lists of both resources hold.
   * - `unlisted`: every valid origin that no list of the two resources holds.
   * - `null`; `malformed`; `list`: one line with a comma; `several`: several lines.
   * - `own`: the region's own origins.
   */
  readonly kind: 'listed' | 'unlisted' | 'null' | 'malformed' | 'list' | 'several' | 'own'
  /**
   * Sorted. A pattern represents the origins that it matches and no longer pattern or list does. `unlisted` has `*`; the other kinds have what is sent, or nothing.
   */
  readonly senders: readonly string[]
  /** An origin of the class. */
  readonly sample: string
}

/** Methods that the grants of both resources cover alike. */
export interface MethodAtom extends Atom {
  /** Sorted; `*` represents every method that neither bundle names. */
  readonly methods: readonly string[]
}

/** Access-Control-Request-Headers. */
export interface NamesAtom extends Atom {
  /** `none`: the grants cover these names, so that it is as if none were requested. `long`: beyond the limits of D24. */
  readonly kind: 'none' | 'names' | 'long'
  /**
   * The names of the class, each of which may be requested alone; `*` represents every name that no grant has. Where `together` holds, only their combination is
   * in the class.
   */
  readonly names: readonly string[]
  readonly together: boolean
}

/** Cookie, Authorization, client certificate. */
export interface FlagAtom extends Atom {
  readonly value: boolean
}

/** Fetch metadata (D26): none or same-origin; another site; another site that navigates to a document. */
export interface SiteAtom extends Atom {
  readonly value: 'same' | 'other' | 'navigation'
}

/** The time of the request, epoch milliseconds; null for no bound. */
export interface TimeAtom extends Atom {
  readonly from: number | null
  readonly until: number | null
}

/** What is known about the client: which conditions hold (D11). */
export interface FactsAtom extends Atom {
  /**
   * For each side the indexes, in `resource.grants` of the bundle, of the grants for this sender and method whose condition holds, and of those whose condition
   * does not.
   */
  readonly holding: Sides<readonly number[]>
  readonly failing: Sides<readonly number[]>
}

/** The origin-bound token (D16), and for which sides it is valid. */
export interface TokenAtom extends Atom {
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
