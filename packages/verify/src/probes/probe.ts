/**
 * A probe: one request that every layer is asked in the same form.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { OriginComparisonFault } from '@marque/policy/requests'

/**
 * - `actual`: a request of a page, or one without `Origin`.
 * - `preflight`: `OPTIONS` with `Origin` and `Access-Control-Request-Method`.
 * - `options`: `OPTIONS` that is no preflight.
 * - `websocket`: a WebSocket handshake (RFC 6455, 4.1).
 * - `conditional`: an actual request with the ETag that the same layer gave before.
 */
export type ProbeKind = 'actual' | 'preflight' | 'options' | 'websocket' | 'conditional'

/** Why an origin is asked for. What the policy decides for it is not in here: the same origin may be granted at one resource only. */
export type OriginRole =
  /** Listed by a grant of the resource. */
  | 'granted'
  /** Listed by another resource, set or tenant of the policy, or by an older policy only. */
  | 'listed-elsewhere'
  /** Close to a granted origin: which of them a layer lets in tells how it compares origins. */
  | 'near-miss'
  /** In no list. */
  | 'unlisted'
  /** `Origin: null`. */
  | 'opaque'
  /** An origin of `self`. */
  | 'own'
  /** No `Origin` header. */
  | 'none'

export interface ProbeOrigin {
  /** The value of `Origin`; null for a request without it. */
  readonly value: string | null
  readonly role: OriginRole
  /** Of a near miss: the wrong comparison that takes it for `of`, a granted origin. */
  readonly nearMiss: { readonly fault: OriginComparisonFault; readonly of: string } | null
}

export interface Probe {
  /** Its place in the list: the most telling probes come first. Unique, and the same for every layer. */
  readonly id: number
  readonly kind: ProbeKind
  /** The resource that the bundle finds for the request; null for none and for an ambiguous path. */
  readonly resource: string | null
  readonly origin: ProbeOrigin
  /** The method on the wire: `OPTIONS` for a preflight. */
  readonly method: string
  /** Absolute, of the policy's own host, which is what the `Host` line and SNI name whatever address the layer has. No `marque-probe` query. */
  readonly url: string
  /** All headers of the probe with `Origin` and those of a preflight or handshake; without `Host`, and without secrets. */
  readonly headers: readonly HeaderLine[]
  /** Whether the lines of `--header-file` are sent with it. */
  readonly withCredentials: boolean
  /** Of a conditional request: the probe whose answer has the ETag for `If-None-Match`. */
  readonly conditionalOn: number | null
  /**
   * Probes of one sequence are sent one after the other, in the order of their ids, at one URL: a cache between is asked to mix them up.
   * Null for a probe whose URL has a query of its own.
   */
  readonly sequence: number | null
}

/** The probes of one run, and the number of those that are not in it by reason. */
export interface ProbePlan {
  readonly probes: readonly Probe[]
  /**
   * `mutating`: methods that change data, without `--mutating`; `delete-without-path`: DELETE at a path that `--path` does not name;
   * `max-probes`: beyond the budget; `token`: only a signed token can use the grant.
   */
  readonly leftOut: { readonly [why: string]: number }
}
