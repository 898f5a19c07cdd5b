/**
 * The result of a comparison.
 *
 * @module
 */
import type { Decision, Kind, Sensitivity, Vector } from '@marque/core'
import type { Place, RequestShape } from './cells/index.ts'
import type { EditKind } from './edits/index.ts'

/**
 * What a change is about. Every aspect is ordered: more is wider.
 *
 * - `reach`: the request reaches the application.
 * - `read`: script reads the response; a WebSocket is opened.
 * - `preflight`: the browser may send a method or a header name that needs a preflight.
 * - `credentials`: responses to requests with credentials may be read.
 * - `expose`: script can read a response header.
 * - `timing`: script can read resource timings (Timing-Allow-Origin).
 * - `embed`: pages of other sites may embed the response (Cross-Origin-Resource-Policy, isolation).
 * - `authentication`: the gateway requires a login.
 */
export type Aspect =
  | 'reach'
  | 'read'
  | 'preflight'
  | 'credentials'
  | 'expose'
  | 'timing'
  | 'embed'
  | 'authentication'

export type Direction = 'wider' | 'tighter'

/** In place of the name of a resource, for requests that no resource matches. Not a valid name of a resource. */
export const UNMATCHED = '@unmatched'

/** Requests that changed in one aspect and direction, merged as far as one sentence can describe them. */
export interface Change {
  readonly direction: Direction
  readonly aspect: Aspect
  /** The resource that decides after the change, else the one before; {@link UNMATCHED} for neither. */
  readonly resource: string
  /** Of the resources that decide before and after; null without a resource. */
  readonly sensitivity: readonly [before: Sensitivity | null, after: Sensitivity | null]
  /** The senders in short: an origin, a pattern, `*` for any other, `null`, `no origin`; or a count, as `3 origins of web`. */
  readonly origin: string
  /**
   * All senders, sorted: origins, patterns, `*`, `null`, and the empty string for requests without Origin. A pattern represents the origins
   * that it matches and no longer pattern or list does; `*` every origin that no list of the resource holds. `malformed` is an Origin that
   * no browser sends, `several` more than one Origin header.
   */
  readonly origins: readonly string[]
  /**
   * Host and path patterns (`api.example.com/v1/**`, `/v1/**` for any host) of the requests, sorted; `*` for the server as a whole. The change
   * is about those requests that {@link resource} decides.
   */
  readonly paths: readonly string[]
  /** Methods, sorted; `*` represents every method that neither policy names. */
  readonly methods: readonly string[]
  /**
   * Request header names for `preflight` and `read`, response header names for `expose`. Sorted; `*` represents every other name; empty for
   * `preflight` where it is about the method itself.
   */
  readonly headers: readonly string[]
  /** The tenant; null where it does not matter, or where there are several: `what` names them. */
  readonly tenant: string | null
  /** Whether responses to requests with credentials can be read: Access-Control-Allow-Credentials, or a WebSocket. */
  readonly credentials: boolean
  /** The time span; null for always. Epoch milliseconds, `from` inclusive, `until` exclusive, null for no bound. */
  readonly during: TimeSpan | null
  /** The change is about WebSocket handshakes. */
  readonly websocket?: true
  /** Further conditions in words, or null. */
  readonly condition: string | null
  /** One sentence that describes the change. */
  readonly what: string
  /** Exactly the requests that change: those of any of these classes. */
  readonly classes: readonly RequestClass[]
  /** Who gains, for `wider` changes; sorted, each once. What approvals are computed from. */
  readonly gains: readonly Gain[]
  /** The edit that alone has this effect; null where several edits have it only together. */
  readonly cause: CauseOfChange | null
  /** A request with its decisions before and after. */
  readonly witness: {
    readonly in: Vector['in']
    readonly before: Decision
    readonly after: Decision
  }
}

/**
 * Requests that change in one aspect. A request is in the class if it fits every key; null fits every value.
 *
 * A pattern of `origins` and the `*` stand for origins as in {@link Change.origins}; a method `*` for those that neither policy names.
 */
export interface RequestClass {
  readonly shape: RequestShape
  readonly aspect: Aspect
  /** Response header names, for `expose`. */
  readonly exposed: readonly string[]
  /** The origins that are own on one side or both (D6); empty for other senders. */
  readonly own: readonly string[]
  /** How each side classifies the requests (D6): a request is of the class only if both do so. */
  readonly kinds: readonly [before: Kind, after: Kind]
  /** The resources that decide, before and after; null for none. */
  readonly resources: readonly [before: string | null, after: string | null]
  readonly places: readonly PlaceClass[]
  readonly methods: readonly string[]
  readonly origins: readonly string[] | null
  /**
   * Access-Control-Request-Headers of a preflight: `none`, or any of its `names`, which then make no difference; one of `names`; all of `names` together; or
   * too `long` a list.
   */
  readonly requestHeaders: readonly NamesClass[] | null
  readonly carried: readonly CarriedClass[] | null
  /** Fetch metadata. */
  readonly site: readonly ('same' | 'other' | 'navigation')[] | null
  readonly during: readonly TimeSpan[] | null
  /** Indexes of grants of the two resources, exceptions included, whose conditions hold and whose conditions do not. */
  readonly facts: readonly FactsClass[] | null
  readonly token: readonly TokenClass[] | null
}

export interface PlaceClass {
  readonly patterns: readonly string[]
  readonly tenants: readonly [before: string | null, after: string | null]
  readonly unknownTenants: readonly [before: boolean, after: boolean]
  /** API versions in the path. */
  readonly versions: readonly [before: string | null, after: string | null]
  readonly leads: Place['leads']
}

export interface NamesClass {
  readonly kind: 'none' | 'names' | 'long'
  readonly names: readonly string[]
  readonly together: boolean
}

/** What a request carries. */
export interface CarriedClass {
  readonly cookie: boolean
  readonly authorization: boolean
  readonly certificate: boolean
}

/** Epoch milliseconds; `from` is inclusive, `until` exclusive, null is no bound. */
export interface TimeSpan {
  readonly from: number | null
  readonly until: number | null
}

export interface FactsClass {
  readonly holding: readonly [before: readonly number[], after: readonly number[]]
  readonly failing: readonly [before: readonly number[], after: readonly number[]]
}

/** An origin-bound token, and for which sides it is valid. */
export interface TokenClass {
  readonly value: 'none' | 'invalid' | 'valid'
  readonly valid: readonly [before: boolean, after: boolean]
}

/** Origins that gain by a wider change. */
export interface Gain {
  /** The set that holds them and that a grant of the resource names. */
  readonly set: string | null
  /** The tenant whose directory holds them. */
  readonly tenant: string | null
  /** They are covered by a pattern, or by a grant to any origin. */
  readonly pattern: boolean
  /** They may read responses to requests with credentials. */
  readonly credentials: boolean
  /** Some of them are `http:` and not on the loopback interface. */
  readonly insecure: boolean
}

/** One edit between the two policies. */
export interface CauseOfChange {
  readonly kind: EditKind
  /** JSON Pointer into the bundle after the change; for what is removed, into the bundle before. */
  readonly path: string
}

/** One edit, or several equal ones, with the changes that it causes. */
export interface Cause {
  /** The edits; more than one where equal edits are told together, or where only two together have the effect. Empty: several together. */
  readonly edits: readonly CauseOfChange[]
  /** The edit in words, without the final period. */
  readonly what: string
  /** What follows from it as a whole, as `may do what every origin of apps may: 25 resources, 3 restricted`; null where its changes say it. */
  readonly effect: string | null
  /** What follows from it during an incident, where the lease has ended, and for headers of the application, which changes do not compare; null for nothing. */
  readonly follows: string | null
  /** By risk. */
  readonly changes: readonly Change[]
}

/** An edit that is the cause of no change. */
export interface Note {
  readonly edit: CauseOfChange
  /** The resource; null for the policy as a whole. */
  readonly resource: string | null
  /** The edit, and what follows from it during an incident, where the lease has ended, and for headers of the application. */
  readonly what: string
}

/** A part that was not compared because it would cost too much. */
export interface Undecided {
  readonly resource: string | null
  readonly why: string
}

/** The comparison of two bundles. */
export interface Difference {
  /** `equal` only where no request is decided differently; `undecided` where no change was found and some part was not compared. */
  readonly verdict: 'equal' | 'wider' | 'tighter' | 'both' | 'undecided'
  /** By risk: wider changes, the highest risk first; then tighter ones. */
  readonly changes: readonly Change[]
  /** The same changes by cause; those with the highest risk first. */
  readonly causes: readonly Cause[]
  /** Edits that cause no change, such as a name, a sensitivity, `maxAge`. */
  readonly notes: readonly Note[]
  /** Names of the resources of either policy without changes and notes; sorted. */
  readonly unchanged: readonly string[]
  readonly undecided: readonly Undecided[]
}
