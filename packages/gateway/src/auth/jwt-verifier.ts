/**
 * Verification of signed tokens (JWT, RFC 7519) with the keys of their issuer.
 *
 * @module
 */
import type { Json } from '@marque/core'
import type { Clock } from '@marque/sync'
import { type CryptoKey, errors, type JWTPayload, jwtVerify } from 'jose'
import type { IssuerSettings } from '../config/index.ts'
import { type Login, type LoginFault, loginFromClaims, type TokenVerifier } from './login.ts'
import { type SigningKeys, signingKeys } from './signing-keys.ts'

/** RFC 8725, 3.11. Tokens that an issuer signs for other purposes (logout tokens, DPoP proofs, security events) are not logins. */
const TYPES = /^(?:application\/)?(?:at\+)?jwt$/i

class KeyMissingError extends Error {
  readonly fault: LoginFault

  constructor(fault: LoginFault) {
    super('no key for the token')
    this.fault = fault
  }
}

/**
 * Requires a valid signature, issuer, audience, algorithm, `exp` and `sub`, and a valid `nbf` if present. Times are compared in whole seconds, widened on both
 * sides by `clockSkew`. Of a duplicate claim the last counts (RFC 7519, 4).
 *
 * Fetches the keys ahead of the first token.
 */
export function jwtVerifier(
  { issuer, audience, clockSkew, jwks }: IssuerSettings,
  clock: Clock,
): TokenVerifier {
  if (jwks === null) throw new TypeError(`the issuer \`${issuer}\` has no key URL`)
  if (audience.length === 0 || jwks.algorithms.length === 0) {
    throw new TypeError(`the issuer \`${issuer}\` requires an audience and an algorithm`)
  }
  const keys = signingKeys(jwks.url, clock)
  void keys.refresh()
  return {
    async verify(token, now) {
      try {
        const { payload, protectedHeader } = await jwtVerify(
          token,
          (header) => findKey(keys, header.alg ?? '', header.kid),
          {
            issuer,
            audience: [...audience],
            algorithms: [...jwks.algorithms],
            clockTolerance: clockSkew / 1_000,
            currentDate: new Date(now),
            requiredClaims: ['exp', 'iss', 'aud', 'sub'],
          },
        )
        const { typ } = protectedHeader
        return typ === undefined || TYPES.test(typ)
          ? loginFromPayload(payload, issuer, now, clockSkew)
          : 'invalid'
      } catch (error) {
        if (error instanceof KeyMissingError) return error.fault
        return error instanceof errors.JWTExpired ? 'expired' : 'invalid'
      }
    },
  }
}

async function findKey(
  keys: SigningKeys,
  algorithm: string,
  keyId: string | undefined,
): Promise<CryptoKey> {
  const key = await keys.find(algorithm, keyId)
  if (typeof key !== 'string') return key
  throw new KeyMissingError(key === 'unavailable' ? 'unavailable' : 'invalid')
}

/** `events` marks a logout token (OpenID Connect Back-Channel Logout, 2.4) or a security event (RFC 8417). */
function loginFromPayload(
  payload: JWTPayload,
  issuer: string,
  now: number,
  clockSkew: number,
): Login | LoginFault {
  const { sub, events } = payload
  if (typeof sub !== 'string' || sub === '' || events !== undefined) return 'invalid'
  // The payload was parsed from JSON, so its values are JSON.
  const claims = payload as { readonly [name: string]: Json }
  return loginFromClaims(`${issuer}\n${sub}`, claims, now, clockSkew)
}

/** The `iss` claim of a token before verification, which selects the verifier. Null if the token is not a JWT. */
export function claimedIssuer(token: string): string | null {
  const [header, payload, signature, ...more] = token.split('.')
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0)
    return null
  const claims = decodePart(header) === undefined ? undefined : decodePart(payload)
  return typeof claims?.iss === 'string' ? claims.iss : null
}

function decodePart(part: string): { readonly iss?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
