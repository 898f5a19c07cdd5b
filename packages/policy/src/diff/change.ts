/**
 * The result of a comparison.
 *
 * @module
 */
import type { Decision, Sensitivity, Vector } from '@marque/core'

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
 * - `answer`: the response changes (Max-Age, reason, status) without allowing or denying anything. Always `equal`.
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
  | 'answer'

/** Requests that changed in one aspect and direction, merged as far as one sentence can describe them. */
export interface Change {
  /** `equal` only with `answer`. */
  readonly direction: 'wider' | 'tighter' | 'equal'
  readonly aspect: Aspect
  /** The resource that decides after the change, else the one before; null for neither. */
  readonly resource: string | null
  /** The stricter sensitivity of both. Null without a resource. */
  readonly sensitivity: Sensitivity | null
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
  /** The tenant, or null where it does not matter. */
  readonly tenant: string | null
  /** Whether responses to requests with credentials can be read: Access-Control-Allow-Credentials, or a WebSocket. */
  readonly credentials: boolean
  /** The time span; null for always. Epoch milliseconds, `from` inclusive, `until` exclusive, null for no bound. */
  readonly during: { readonly from: number | null; readonly until: number | null } | null
  /** The change is about WebSocket handshakes. */
  readonly websocket?: true
  /** Further conditions in words, or null. */
  readonly condition: string | null
  /** One sentence that describes the change. */
  readonly what: string
  /** A request with its decisions before and after. */
  readonly witness: {
    readonly in: Vector['in']
    readonly before: Decision
    readonly after: Decision
  }
}

/** A part that was not compared because it would cost too much. */
export interface Undecided {
  readonly resource: string | null
  readonly why: string
}

/** The comparison of two bundles. */
export interface Difference {
  /** `equal` only where no request is decided differently, apart from `answer`; `undecided` where no change was found and some part was not compared. */
  readonly verdict: 'equal' | 'wider' | 'tighter' | 'both' | 'undecided'
  /** By risk: wider changes, the highest risk first; then tighter ones; then `equal`. */
  readonly changes: readonly Change[]
  /** Names of the resources of either policy without changes; sorted. */
  readonly unchanged: readonly string[]
  readonly undecided: readonly Undecided[]
}
