/**
 * Signed tokens (RFC 7519), verified by the keys of their issuer.
 *
 * @module
 */
import type { Json } from '@marque/core'
import type { Clock } from '@marque/sync'
import { errors, type JWTPayload, jwtVerify } from 'jose'
import type { IssuerSettings } from '../settings/settings.ts'
import { type Login, type LoginFault, loginOf, type Verifier } from './login.ts'
import { type SigningKeys, signingKeys } from './signing-keys.ts'

/** RFC 8725, 3.11. What an issuer signs for other ends (logout tokens, DPoP proofs, security events) is nobody's login. */
const TYPES = /^(?:application\/)?(?:at\+)?jwt$/i

class KeyMissing extends Error {
  readonly fault: LoginFault

  constructor(fault: LoginFault) {
    super('no key for the token')
    this.fault = fault
  }
}

/**
 * Signature, issuer, audience, algorithm, `exp` and `sub` must be there and right; `nbf` where it is there. Instants are compared in whole seconds, and
 * `clockSkew` widens them on both sides. Of a claim that stands twice the last counts (RFC 7519, 4).
 *
 * The keys are asked for at once, and nobody waits for them before a token comes.
 */
export function signedTokens(
  { issuer, audience, clockSkew, jwks }: IssuerSettings,
  clock: Clock,
): Verifier {
  if (jwks === null) throw new TypeError(`the issuer \`${issuer}\` has no keys`)
  if (audience.length === 0 || jwks.algorithms.length === 0) {
    throw new TypeError(`the issuer \`${issuer}\` needs an audience and an algorithm`)
  }
  const keys = signingKeys(jwks.url, clock)
  void keys.refresh()
  return {
    async verify(token, now) {
      try {
        const { payload, protectedHeader } = await jwtVerify(
          token,
          (header) => keyFor(keys, header.alg ?? '', header.kid),
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
          ? read(payload, issuer, now, clockSkew)
          : 'invalid'
      } catch (error) {
        if (error instanceof KeyMissing) return error.fault
        return error instanceof errors.JWTExpired ? 'expired' : 'invalid'
      }
    },
  }
}

async function keyFor(
  keys: SigningKeys,
  algorithm: string,
  keyId: string | undefined,
): Promise<Exclude<Awaited<ReturnType<SigningKeys['find']>>, string>> {
  const key = await keys.find(algorithm, keyId)
  if (typeof key !== 'string') return key
  throw new KeyMissing(key === 'unavailable' ? 'unavailable' : 'invalid')
}

/** Claims that are JSON came out of JSON. `events` makes a logout token (OpenID Connect Back-Channel Logout, 2.4) or a security event (RFC 8417). */
function read(
  payload: JWTPayload,
  issuer: string,
  now: number,
  clockSkew: number,
): Login | LoginFault {
  const { sub, events } = payload
  if (typeof sub !== 'string' || sub === '' || events !== undefined) return 'invalid'
  return loginOf(`${issuer}\n${sub}`, payload as { readonly [name: string]: Json }, now, clockSkew)
}

/** The issuer that a token names, before anything of it is believed: it chooses who verifies. Null for what is no signed token. */
export function claimedIssuer(token: string): string | null {
  const [header, payload, signature, ...more] = token.split('.')
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0)
    return null
  const claims = decoded(header) === undefined ? undefined : decoded(payload)
  return typeof claims?.iss === 'string' ? claims.iss : null
}

function decoded(part: string): { readonly iss?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
