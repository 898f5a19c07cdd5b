/**
 * What a change of the policy changes: the answer of `diff`.
 *
 * @module
 */
import type { Decision, Sensitivity, Vector } from '@marque/core'

/**
 * One kind of thing that is done to a request. Each is ordered: more of it is wider.
 *
 * - `reach`: the request comes to the application.
 * - `read`: script reads the answer; for a WebSocket, it is opened.
 * - `preflight`: the browser may send a method or a header name that needs a preflight.
 * - `credentials`: the answer may be read where it was asked for with credentials.
 * - `expose`: script sees a header of the answer.
 * - `timing`: script sees how long it took (Timing-Allow-Origin).
 * - `embed`: other pages may embed it (Cross-Origin-Resource-Policy, isolation), whoever they are.
 * - `authentication`: the gateway asks for a login, whoever sends the request.
 * - `answer`: the answer reads otherwise (Max-Age, reason, status), and nobody may do more or less. Always `equal`.
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

/** Requests that all changed in one aspect and one direction, joined as far as one sentence can name them. */
export interface Change {
  /** `equal` only with `answer`: a difference that opens and closes nothing. */
  readonly direction: 'wider' | 'tighter' | 'equal'
  readonly aspect: Aspect
  /** The resource that decides afterwards; where none does, the one that decided before; null where neither. */
  readonly resource: string | null
  /** Of the stricter of both, so that what was confidential counts as confidential. Null without a resource. */
  readonly sensitivity: Sensitivity | null
  /** Who: an origin, a pattern, `*` for any other, `null`, `no origin`; or how many, as `3 origins of web`. */
  readonly origin: string
  /**
   * All of them, sorted: origins, patterns, `*`, `null`, and the empty text for requests without Origin. A pattern stands for the origins
   * that it fits and no longer pattern or list does; `*` for every origin that no list of the resource holds. What no browser sends is
   * `malformed`, and `several` where more than one Origin comes.
   */
  readonly origins: readonly string[]
  /**
   * Host and path patterns (`api.example.com/v1/**`, `/v1/**` for any host) of the requests, sorted; `*` for the server as a whole. Of
   * these requests the ones that lead to {@link resource}.
   */
  readonly paths: readonly string[]
  /** Judged methods, sorted; `*` stands for every method that neither policy names. */
  readonly methods: readonly string[]
  /**
   * Request header names for `preflight`, and for `read` those that come with it; exposed names for `expose`. Sorted; `*` stands for every
   * other name; empty for `preflight` where the method itself is meant.
   */
  readonly headers: readonly string[]
  /** The tenant, or null where it does not matter. */
  readonly tenant: string | null
  /** Whether script reads answers to requests with credentials: Access-Control-Allow-Credentials, or a WebSocket. */
  readonly credentials: boolean
  /** When it holds; null for always. Epoch milliseconds, `from` inclusive, `until` exclusive, null without bound. */
  readonly during: { readonly from: number | null; readonly until: number | null } | null
  /** It is about opening WebSockets, not about requests. */
  readonly websocket?: true
  /** What must hold of the sender, in words, or null. */
  readonly condition: string | null
  /** One line that says what can be done now and could not before, or the reverse. */
  readonly what: string
  /** A request that shows it; `decide` gives both decisions. */
  readonly witness: {
    readonly in: Vector['in']
    readonly before: Decision
    readonly after: Decision
  }
}

/** A part of the comparison that would have cost too much. Nothing is said of it. */
export interface Undecided {
  readonly resource: string | null
  readonly why: string
}

/** The comparison of two bundles. */
export interface Difference {
  /** `equal` only where every request is answered alike, `answer` aside; `undecided` where nothing was found and something was left undecided. */
  readonly verdict: 'equal' | 'wider' | 'tighter' | 'both' | 'undecided'
  /** By risk: what opens first, the gravest first; then what closes; then `equal`. */
  readonly changes: readonly Change[]
  /** Names of the resources, of either policy, that no change touches; sorted. */
  readonly unchanged: readonly string[]
  readonly undecided: readonly Undecided[]
}
