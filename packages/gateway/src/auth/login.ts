/**
 * The result of token verification.
 *
 * @module
 */
import type { Json } from '@marque/core'

/** A verified login. Never logged. */
export interface Login {
  /** Unique over all issuers. */
  readonly subject: string
  readonly claims: { readonly [name: string]: Json }
  /** When the user authenticated (`auth_time`), epoch milliseconds; null if the issuer does not say. */
  readonly authenticatedAt: number | null
  /** When the token expires (`exp`), clock skew included, epoch milliseconds; infinite if the issuer does not say. */
  readonly until: number
}

/** Why a token is refused. `unavailable`: the issuer cannot be reached, so the token can be neither accepted nor refused. */
export type LoginFault = 'invalid' | 'expired' | 'unavailable'

/** Verifies tokens of one issuer. Never throws; settles within a bounded time. */
export interface TokenVerifier {
  /**
   * @param now Epoch milliseconds.
   * @param client Network of the client: no client may occupy all requests to the issuer.
   */
  verify(token: string, now: number, client: string): Promise<Login | LoginFault>
}

/**
 * Builds a login from verified claims.
 *
 * The age of a login is `auth_time` (OpenID Connect Core, 2) and nothing else: `iat` is when the token was issued, and a refresh renews it without
 * authentication. An `auth_time` in the future by at most the clock skew counts as now.
 */
export function loginFromClaims(
  subject: string,
  claims: { readonly [name: string]: Json },
  now: number,
  clockSkew: number,
): Login {
  const { auth_time: authTime, exp } = claims
  const at = typeof authTime === 'number' && Number.isFinite(authTime) ? authTime * 1_000 : null
  const isAhead = at !== null && at > now && at - now <= clockSkew
  return {
    subject,
    claims,
    authenticatedAt: isAhead ? now : at,
    until: typeof exp === 'number' ? exp * 1_000 + clockSkew : Number.POSITIVE_INFINITY,
  }
}
