/**
 * The signing keys of an issuer (JWKS, RFC 7517), cached.
 *
 * Known keys remain valid for a day while the issuer is unreachable; for an unknown key id the keys are fetched once, however many tokens name it. Key references
 * in tokens (`jku`, `jwk`, `x5u`, `x5c`) are ignored.
 *
 * @module
 */
import type { Clock } from '@marque/sync'
import { type CryptoKey, importJWK, type JWK } from 'jose'
import { fetchJson } from './fetch-json.ts'

/** Milliseconds. */
export const KEY_TIMES = {
  /** Older keys are fetched again in the background of the request that finds them. */
  fresh: 600_000,
  /** Keys that could not be renewed for this long are no longer used. */
  kept: 86_400_000,
  /** Minimum time between two requests to the issuer. */
  pause: 10_000,
  /** The same after a failed request. */
  retry: 1_000,
  timeout: 5_000,
} as const
/** Bytes. */
const BODY_LIMIT = 2_097_152
const KEY_ID_LIMIT = 512

/** `unknown`: the issuer has no such key. `unavailable`: the keys could not be fetched. */
export type FoundKey = CryptoKey | 'unknown' | 'unavailable'

export interface SigningKeys {
  /**
   * @param keyId `kid` of the token; without one the issuer must have exactly one key for the algorithm.
   */
  find(algorithm: string, keyId: string | undefined): Promise<FoundKey>
  /** Fetches the keys, unless they were fetched just now. */
  refresh(): Promise<void>
}

interface CachedKey {
  readonly jwk: JWK
  /** By algorithm. */
  readonly imported: Map<string, Promise<FoundKey>>
}

export function signingKeys(url: string, clock: Clock): SigningKeys {
  let keys: readonly CachedKey[] = []
  let byId: ReadonlyMap<string, readonly CachedKey[]> = new Map()
  let renewedAt = Number.NEGATIVE_INFINITY
  let fetchedAt = Number.NEGATIVE_INFINITY
  let hasFailed = false
  let pending: Promise<void> | null = null

  const fetchKeys = async (): Promise<void> => {
    const jwks = await fetchJson(url, { timeout: KEY_TIMES.timeout, limit: BODY_LIMIT })
    const fetched = readKeySet(jwks)
    fetchedAt = clock.monotonic()
    hasFailed = fetched === undefined
    if (fetched === undefined) return
    keys = fetched.map((jwk) => ({ jwk, imported: new Map() }))
    byId = Map.groupBy(
      keys.filter(({ jwk }) => jwk.kid !== undefined),
      ({ jwk }) => jwk.kid ?? '',
    )
    renewedAt = fetchedAt
  }
  const refresh = (): Promise<void> => {
    const pause = hasFailed ? KEY_TIMES.retry : KEY_TIMES.pause
    if (pending === null && clock.monotonic() - fetchedAt < pause) return Promise.resolve()
    pending ??= fetchKeys().finally(() => {
      pending = null
    })
    return pending
  }
  /** If several keys match, none is used: the choice would be a guess. */
  const cached = (algorithm: string, keyId: string | undefined): Promise<FoundKey> | undefined => {
    if (clock.monotonic() - renewedAt > KEY_TIMES.kept) return undefined
    const candidates = keyId === undefined ? keys : (byId.get(keyId) ?? [])
    const [match, another] = candidates.filter(({ jwk }) => fitsAlgorithm(jwk, algorithm))
    return match === undefined || another !== undefined ? undefined : importKey(match, algorithm)
  }
  return {
    refresh,
    async find(algorithm, keyId) {
      if (keyId !== undefined && (typeof keyId !== 'string' || keyId.length > KEY_ID_LIMIT))
        return 'unknown'
      const known = cached(algorithm, keyId)
      if (known !== undefined) {
        if (clock.monotonic() - renewedAt > KEY_TIMES.fresh) void refresh()
        return known
      }
      await refresh()
      return cached(algorithm, keyId) ?? (hasFailed ? 'unavailable' : 'unknown')
    },
  }
}

function readKeySet(jwks: unknown): readonly JWK[] | undefined {
  if (typeof jwks !== 'object' || jwks === null || !('keys' in jwks)) return undefined
  const { keys } = jwks
  if (!Array.isArray(keys)) return undefined
  return keys.filter((key: unknown): key is JWK => typeof key === 'object' && key !== null)
}

const KEY_TYPES: { readonly [algorithm: string]: readonly [kty: string, curve?: string] } = {
  RS256: ['RSA'],
  RS384: ['RSA'],
  RS512: ['RSA'],
  PS256: ['RSA'],
  PS384: ['RSA'],
  PS512: ['RSA'],
  ES256: ['EC', 'P-256'],
  ES384: ['EC', 'P-384'],
  ES512: ['EC', 'P-521'],
  EdDSA: ['OKP', 'Ed25519'],
}

function fitsAlgorithm(
  { kty, crv, alg, use, key_ops: operations }: JWK,
  algorithm: string,
): boolean {
  const [type, curve] = KEY_TYPES[algorithm] ?? []
  return (
    type !== undefined &&
    kty === type &&
    (curve === undefined || crv === curve) &&
    (alg === undefined || alg === algorithm || (algorithm === 'EdDSA' && alg === 'Ed25519')) &&
    (use === undefined || use === 'sig') &&
    (operations === undefined || (Array.isArray(operations) && operations.includes('verify')))
  )
}

/** Imports the public key parameters only; other members of the JWK are ignored. */
function importKey({ jwk, imported }: CachedKey, algorithm: string): Promise<FoundKey> {
  const known = imported.get(algorithm)
  if (known !== undefined) return known
  const { kty, crv, x, y, n, e } = jwk
  const parameters = Object.fromEntries(
    Object.entries({ kty, crv, x, y, n, e }).filter(([, value]) => value !== undefined),
  )
  const key = importJWK(parameters as JWK, algorithm).then(
    (one) => (one instanceof Uint8Array ? ('unknown' as const) : one),
    () => 'unknown' as const,
  )
  imported.set(algorithm, key)
  return key
}
