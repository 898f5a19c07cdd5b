/**
 * What the engine is asked, and with which facts: the request, what the layer knows of its sender, and the moment.
 *
 * Times are epoch milliseconds. Header names may come in any case and lines may repeat; nothing here is trusted.
 *
 * @module
 */

/** Any JSON value. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json }

/** One header line as it stood in the message: repeated lines stay apart, the value is not trimmed. */
export type HeaderLine = readonly [name: string, value: string]

/** The request as the layer received it (D1). */
export interface RequestFacts {
  /** The method, in the case that was sent: methods are case-sensitive. */
  readonly method: string
  /** Scheme, authority and raw target, nothing decoded: `https://api.example.com/v1/a%2Fb?x=1`. */
  readonly url: string
  /** Every header line in order, duplicates kept. HTTP/2 pseudo-headers may stand among them. */
  readonly headers: readonly HeaderLine[]
}

/** What the layer has verified of the sender. A fact left out is unknown, and a condition on it does not hold. */
export interface Context {
  /** The tenant that the layer knows of. It never establishes one (D15): where it contradicts host or path, no tenant is known. */
  readonly tenant?: string | null
  readonly apiVersion?: string
  /** When the user logged in, epoch milliseconds. */
  readonly authenticatedAt?: number
  readonly roles?: readonly string[]
  readonly scopes?: readonly string[]
  readonly claims?: { readonly [name: string]: Json }
  /** The origin-bound token, verified by the layer; `invalid` where one came that does not verify. */
  readonly token?: OriginToken | 'invalid'
}

/** A verified origin-bound token (D16). */
export interface OriginToken {
  readonly id: string
  readonly origin: string
  readonly tenant: string | null
  readonly resource: string
  /** Epoch milliseconds; the token holds before it. */
  readonly until: number
}

/** The instant of the decision and what holds in it. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly now: number
  /** End of the lease of the bundle, epoch milliseconds; left out where bundles have no lease. */
  readonly leaseUntil?: number
  readonly lockdowns?: readonly Lockdown[]
  /** Ids of tokens that no longer hold. */
  readonly revokedTokens?: readonly string[]
}

/** An incident measure. Every part of the scope that is named must fit; an empty scope covers everything. */
export interface Lockdown {
  readonly mode: 'credentials-off' | 'public-only' | 'deny-all'
  readonly scope: { readonly tenant?: string; readonly resource?: string; readonly origin?: string }
}
