/**
 * Signed tokens of a login, and the settings by which a gateway accepts them.
 *
 * @module
 */
import type { Settings } from '@marque/gateway'
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'

export const ISSUER = 'https://login.example.com'
export const AUDIENCE = 'https://api.example.com'

/** One key of an issuer. */
export interface IssuerKey {
  readonly id: string
  readonly algorithm: string
  /** The public key, as the JWKS of the issuer lists it. */
  readonly jwk: JWK
  readonly privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey']
}

export async function newIssuerKey(id: string, algorithm = 'ES256'): Promise<IssuerKey> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid: id, alg: algorithm, use: 'sig' }
  return { id, algorithm, jwk, privateKey }
}

/** Claims that {@link issuerSettings} accept, for ten minutes from now. */
export function validClaims(): JWTPayload {
  const now = Math.floor(Date.now() / 1_000)
  return { iss: ISSUER, aud: AUDIENCE, sub: 'alice', iat: now, exp: now + 600 }
}

/**
 * Signs a token.
 *
 * @param claims Replace those of {@link validClaims}.
 * @param header Replaces fields of the protected header.
 */
export function signToken(
  key: IssuerKey,
  claims: object = {},
  header: object = {},
): Promise<string> {
  return new SignJWT({ ...validClaims(), ...claims })
    .setProtectedHeader({ alg: key.algorithm, kid: key.id, ...header })
    .sign(key.privateKey)
}

/** One entry of a gateway's `authentication`, with every key set. */
export function issuerSettings(
  jwksUrl: string,
  overrides: Partial<Settings['authentication'][number]> = {},
): Settings['authentication'][number] {
  return {
    issuer: ISSUER,
    audience: [AUDIENCE],
    jwks: { url: jwksUrl, algorithms: ['ES256'] },
    introspection: null,
    clockSkew: 0,
    from: { kind: 'header' },
    ...overrides,
  }
}
