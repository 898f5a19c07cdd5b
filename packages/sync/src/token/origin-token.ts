/**
 * Origin-bound tokens (D16): access from one origin to one resource of one tenant until a date.
 *
 * A compact JWS (RFC 7515) over EdDSA with Ed25519 (RFC 8037). The header is exactly `{"alg":"EdDSA","kid":…,"typ":"marque-origin+jwt"}` and the claims are exactly
 * `id`, `origin`, `tenant`, `resource`, `until` and `exp`. `until` is in milliseconds, as everywhere in Marque; `exp` is the same in whole seconds, rounded
 * down, so that other JWT libraries (RFC 7519, 4.1.4) reject an expired token too, and never later than Marque.
 *
 * Nothing is negotiated: a token cannot choose its algorithm, contain its key, or link to one.
 *
 * @module
 */
import { isCanonicalOrigin, type OriginToken } from '@marque/core'
import { fromBase64, toBase64url, type WebKey } from '../signature/index.ts'
import { KEY_ID, type TokenKeys } from './token-keys.ts'

/** The request header of the token. */
export const TOKEN_HEADER = 'marque-token'

const TYPE = 'marque-origin+jwt'

/** In characters. Longer input is rejected before it is parsed. */
const LIMITS = { token: 4_096, id: 128, name: 256 } as const

/**
 * Signs a token.
 *
 * @param key A private Ed25519 key of WebCrypto, of `importSigningKey`.
 * @throws {TypeError} {@link verifyOriginToken} would reject the claims.
 *
 * @example
 * ```ts
 * await signOriginToken(key, 'portal-2026', {
 *   id: 'T-17', origin: 'https://portal.acme.example', tenant: null, resource: 'account', until: Date.now() + 900_000,
 * })
 * ```
 */
export async function signOriginToken(
  key: WebKey,
  keyId: string,
  token: OriginToken,
): Promise<string> {
  const { id, origin, tenant, resource, until } = token
  const claims = { id, origin, tenant, resource, until, exp: Math.floor(until / 1_000) }
  if (!KEY_ID.test(keyId)) throw new TypeError('malformed key id')
  if (readClaims(claims) === undefined) throw new TypeError('malformed token claims')
  const head = `${encode({ alg: 'EdDSA', kid: keyId, typ: TYPE })}.${encode(claims)}`
  if (head.length + 87 > LIMITS.token)
    throw new TypeError(`the token is longer than ${LIMITS.token} characters`)
  const signature = await crypto.subtle.sign('Ed25519', key, new TextEncoder().encode(head))
  return `${head}.${toBase64url(new Uint8Array(signature))}`
}

/**
 * Verifies the value of a `Marque-Token` line.
 *
 * The engine checks whether the token has expired, is revoked, or is for another origin, tenant or resource.
 *
 * @returns `invalid` for an unknown key, another algorithm or type, an extra or missing claim. Never throws.
 */
export async function verifyOriginToken(
  keys: TokenKeys,
  text: string,
): Promise<OriginToken | 'invalid'> {
  if (text.length > LIMITS.token) return 'invalid'
  const match = /^(([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+))\.([A-Za-z0-9_-]{86})$/.exec(text)
  if (match === null) return 'invalid'
  const [, head = '', header = '', content = '', code = ''] = match
  const key = keys.find(readKeyId(decode(header)) ?? '')
  const signature = bytesOf(code)
  if (key === undefined || signature === undefined) return 'invalid'
  try {
    const message = new TextEncoder().encode(head)
    const isValid = await crypto.subtle.verify('Ed25519', await key, signature, message)
    return isValid ? (readClaims(decode(content)) ?? 'invalid') : 'invalid'
  } catch {
    return 'invalid'
  }
}

function readKeyId(header: unknown): string | undefined {
  if (!hasExactly(header, ['alg', 'kid', 'typ'])) return undefined
  const { alg, kid, typ } = header
  return alg === 'EdDSA' && typ === TYPE && typeof kid === 'string' ? kid : undefined
}

function readClaims(claims: unknown): OriginToken | undefined {
  if (!hasExactly(claims, ['id', 'origin', 'tenant', 'resource', 'until', 'exp'])) return undefined
  const { id, origin, tenant, resource, until, exp } = claims
  const isValid =
    isText(id, LIMITS.id) &&
    typeof origin === 'string' &&
    isCanonicalOrigin(origin) &&
    (tenant === null || isText(tenant, LIMITS.name)) &&
    isText(resource, LIMITS.name) &&
    typeof until === 'number' &&
    Number.isSafeInteger(until) &&
    until > 0 &&
    exp === Math.floor(until / 1_000)
  return isValid ? { id, origin, tenant, resource, until } : undefined
}

function isText(value: unknown, limit: number): value is string {
  return typeof value === 'string' && value !== '' && value.length <= limit
}

function hasExactly(
  value: unknown,
  names: readonly string[],
): value is { readonly [name: string]: unknown } {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length === names.length &&
    names.every((name) => Object.hasOwn(value, name))
  )
}

function encode(value: object): string {
  return toBase64url(new TextEncoder().encode(JSON.stringify(value)))
}

function decode(text: string): unknown {
  const bytes = bytesOf(text)
  if (bytes === undefined) return undefined
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

/** Accepts only the canonical encoding, without stray bits, so that each token has exactly one text. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = fromBase64(text)
  return bytes !== undefined && toBase64url(bytes) === text ? bytes : undefined
}
