/**
 * What a token turned out to be.
 *
 * @module
 */
import type { Json } from '@marque/core'

/** Somebody who is logged in. Nothing of it is ever logged. */
export interface Login {
  /** Who it is, unique over all issuers. */
  readonly subject: string
  readonly claims: { readonly [name: string]: Json }
  /** When the user logged in, epoch milliseconds; null where the issuer does not say (`auth_time`). */
  readonly authenticatedAt: number | null
  /** When the token is good no more, clock skew included, epoch milliseconds; infinite where the issuer does not say (`exp`). */
  readonly until: number
}

/**
 * Why a token is nobody's login.
 *
 * `unavailable`: whoever could tell cannot be asked at the moment.
 */
export type LoginFault = 'invalid' | 'expired' | 'unavailable'

/** Verifies tokens of one issuer. Never throws, and answers within a bounded time. */
export interface Verifier {
  /**
   * @param now Epoch milliseconds.
   * @param client Who sends it, as far as the network tells: nobody keeps an issuer busy for the others.
   */
  verify(token: string, now: number, client: string): Promise<Login | LoginFault>
}

/**
 * Reads a login from claims that are believed.
 *
 * The age of a login is `auth_time` (OpenID Connect Core, 2) and nothing else: `iat` is when the token was made, which a refresh renews without anybody
 * having shown who they are. An `auth_time` that is ahead by no more than the clock skew is now.
 */
export function loginOf(
  subject: string,
  claims: { readonly [name: string]: Json },
  now: number,
  clockSkew: number,
): Login {
  const { auth_time: told, exp } = claims
  const at = typeof told === 'number' && Number.isFinite(told) ? told * 1_000 : null
  const isAhead = at !== null && at > now && at - now <= clockSkew
  return {
    subject,
    claims,
    authenticatedAt: isAhead ? now : at,
    until: typeof exp === 'number' ? exp * 1_000 + clockSkew : Number.POSITIVE_INFINITY,
  }
}
