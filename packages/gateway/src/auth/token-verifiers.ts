/**
 * Assignment of tokens to issuers.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { Clock } from '@marque/sync'
import type { IssuerSettings } from '../config/index.ts'
import { extractToken, type TokenLocation } from './extract-token.ts'
import { introspectionVerifier } from './introspection.ts'
import { claimedIssuer, jwtVerifier } from './jwt-verifier.ts'
import type { Login, LoginFault, TokenVerifier } from './login.ts'

/** The issuers whose tokens arrive at one location. */
export interface LocationVerifiers {
  readonly location: TokenLocation
  /**
   * A JWT is verified by the issuer that it claims and shown to no other; any other token is introspected.
   *
   * @returns Null if no issuer of this location is responsible.
   */
  verifierFor(token: string): TokenVerifier | null
}

/**
 * @throws {TypeError} An issuer is listed twice for one location, two issuers would introspect the same opaque tokens, or a secret file is unusable.
 */
export function openVerifiers(
  issuers: readonly IssuerSettings[],
  clock: Clock,
): readonly LocationVerifiers[] {
  const locations = Map.groupBy(issuers, ({ from }) =>
    from.kind === 'header' ? 'the `Authorization` header' : `the cookie \`${from.name}\``,
  )
  return [...locations].map(([name, settings]) => {
    const byIssuer = new Map<string, TokenVerifier>()
    let opaque: TokenVerifier | null = null
    for (const one of settings) {
      if (byIssuer.has(one.issuer)) {
        throw new TypeError(`duplicate issuer \`${one.issuer}\` for ${name}`)
      }
      const introspecting = one.introspection === null ? null : introspectionVerifier(one, clock)
      if (introspecting !== null && opaque !== null) {
        throw new TypeError(
          `two issuers would introspect the same tokens in ${name}; use a different token location (\`from\`) for each`,
        )
      }
      opaque ??= introspecting
      const verifier = one.jwks === null ? introspecting : jwtVerifier(one, clock)
      if (verifier !== null) byIssuer.set(one.issuer, verifier)
    }
    return {
      location: settings[0]?.from ?? { kind: 'header' },
      verifierFor(token) {
        const issuer = claimedIssuer(token)
        return issuer === null ? opaque : (byIssuer.get(issuer) ?? null)
      },
    }
  })
}

/**
 * The login of a request over all token locations.
 *
 * Every token must be valid and all must belong to one subject, because the application might use any of them: a page that puts its own user's token in the
 * header must not be evaluated by that while the application reads another user's cookie.
 *
 * @returns Synchronously null if there is no token.
 */
export function verifyLogin(
  locations: readonly LocationVerifiers[],
  lines: readonly HeaderLine[],
  now: number,
  client: string,
): Promise<Login | LoginFault> | LoginFault | null {
  const results: Promise<Login | LoginFault>[] = []
  for (const { location, verifierFor } of locations) {
    const extracted = extractToken(location, lines)
    if (extracted === null) continue
    const verifier = extracted === 'invalid' ? null : verifierFor(extracted.token)
    if (extracted === 'invalid' || verifier === null) return 'invalid'
    results.push(verifier.verify(extracted.token, now, client))
  }
  return results.length === 0 ? null : Promise.all(results).then(combineLogins)
}

function combineLogins(results: readonly (Login | LoginFault)[]): Login | LoginFault {
  for (const fault of ['invalid', 'expired', 'unavailable'] as const) {
    if (results.includes(fault)) return fault
  }
  const logins = results.filter((one): one is Login => typeof one !== 'string')
  const [first] = logins
  return first === undefined || logins.some(({ subject }) => subject !== first.subject)
    ? 'invalid'
    : { ...first, until: Math.min(...logins.map(({ until }) => until)) }
}
