/**
 * The input of the engine: the request, what the layer knows about the client, and the moment.
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

/** One header line as received: repeated lines are separate, and the value is not trimmed. */
export type HeaderLine = readonly [name: string, value: string]

/** The request as the layer received it (D1). */
export interface RequestFacts {
  /** The method, in the case that was sent: methods are case-sensitive. */
  readonly method: string
  /** Scheme, authority and raw target, nothing decoded: `https://api.example.com/v1/a%2Fb?x=1`. */
  readonly url: string
  /** Every header line in order, duplicates included. HTTP/2 pseudo-headers may be among them. */
  readonly headers: readonly HeaderLine[]
}

/** What the layer has verified about the client. A missing fact is unknown, and a condition on it does not hold. */
export interface Context {
  /**
   * The tenant that the layer knows of. It only takes away (D15): where it is not the tenant that the host or path identifies, the tenant is
   * unknown; where they identify none, it establishes none.
   */
  readonly tenant?: string | null
  readonly apiVersion?: string
  /** When the user logged in, epoch milliseconds. */
  readonly authenticatedAt?: number
  readonly roles?: readonly string[]
  readonly scopes?: readonly string[]
  readonly claims?: { readonly [name: string]: Json }
  /** The client sent a TLS certificate: credentials, like a cookie (D13). It need not be valid. */
  readonly certificate?: boolean
  /** The origin-bound token, verified by the layer; `invalid` where verification failed. */
  readonly token?: OriginToken | 'invalid'
}

/** A verified origin-bound token (D16). */
export interface OriginToken {
  readonly id: string
  readonly origin: string
  readonly tenant: string | null
  readonly resource: string
  /** Epoch milliseconds; the token is valid before it. */
  readonly until: number
}

/** The time of the decision, and the lease and the incident measures of that time. */
export interface Moment {
  /** Epoch milliseconds. */
  readonly now: number
  /** End of the lease of the bundle, epoch milliseconds; missing where bundles have no lease. */
  readonly leaseUntil?: number
  readonly lockdowns?: readonly Lockdown[]
  /** Ids of revoked tokens. */
  readonly revokedTokens?: readonly string[]
}

/** An incident measure. Every part of the scope that is present must match; an empty scope covers everything. */
export interface Lockdown {
  readonly mode: 'credentials-off' | 'public-only' | 'deny-all'
  readonly scope: { readonly tenant?: string; readonly resource?: string; readonly origin?: string }
}
