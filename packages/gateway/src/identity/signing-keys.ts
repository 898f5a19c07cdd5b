/**
 * The keys of one issuer (RFC 7517), kept fresh and asked for seldom.
 *
 * Keys that are known keep working while the issuer's server is gone, for a day; an unknown one is asked for once, however many tokens name it. What a token says
 * of its keys (`jku`, `jwk`, `x5u`, `x5c`) is never read.
 *
 * @module
 */
import type { Clock } from '@marque/sync'
import { type CryptoKey, importJWK, type JWK } from 'jose'
import { askBounded } from './ask-bounded.ts'

/** Milliseconds, and bytes. */
export const KEY_TIMES = {
  /** Keys older than this are asked for again, behind the request that noticed. */
  fresh: 600_000,
  /** Keys that could not be renewed for so long are believed no more. */
  kept: 86_400_000,
  /** Between two questions to the server, whoever asks for what. */
  pause: 10_000,
  /** The same, after a question that failed. */
  retry: 1_000,
  timeout: 5_000,
} as const
const BODY_LIMIT = 2_097_152
const KEY_ID_LIMIT = 512

/** `unknown`: the issuer has no such key. `unavailable`: nobody can tell. */
export type FoundKey = CryptoKey | 'unknown' | 'unavailable'

export interface SigningKeys {
  /**
   * @param keyId `kid` of the token; without one the issuer must have exactly one key for the algorithm.
   */
  find(algorithm: string, keyId: string | undefined): Promise<FoundKey>
  /** Asks for the keys, if it is time to. */
  refresh(): Promise<void>
}

interface Kept {
  readonly jwk: JWK
  /** By algorithm. */
  readonly imported: Map<string, Promise<FoundKey>>
}

export function signingKeys(url: string, clock: Clock): SigningKeys {
  let kept: readonly Kept[] = []
  let byId: ReadonlyMap<string, readonly Kept[]> = new Map()
  let keptAt = Number.NEGATIVE_INFINITY
  let askedAt = Number.NEGATIVE_INFINITY
  let hasFailed = false
  let underWay: Promise<void> | null = null

  const ask = async (): Promise<void> => {
    const jwks = await askBounded(url, { timeout: KEY_TIMES.timeout, limit: BODY_LIMIT })
    const keys = keysOf(jwks)
    askedAt = clock.monotonic()
    hasFailed = keys === undefined
    if (keys === undefined) return
    kept = keys.map((jwk) => ({ jwk, imported: new Map() }))
    byId = Map.groupBy(
      kept.filter(({ jwk }) => jwk.kid !== undefined),
      ({ jwk }) => jwk.kid ?? '',
    )
    keptAt = askedAt
  }
  const refresh = (): Promise<void> => {
    const pause = hasFailed ? KEY_TIMES.retry : KEY_TIMES.pause
    if (underWay === null && clock.monotonic() - askedAt < pause) return Promise.resolve()
    underWay ??= ask().finally(() => {
      underWay = null
    })
    return underWay
  }
  /** Of several keys that fit, none: which of them is meant would be a guess. */
  const held = (algorithm: string, keyId: string | undefined): Promise<FoundKey> | undefined => {
    if (clock.monotonic() - keptAt > KEY_TIMES.kept) return undefined
    const choice = keyId === undefined ? kept : (byId.get(keyId) ?? [])
    const [one, another] = choice.filter(({ jwk }) => isFor(jwk, algorithm))
    return one === undefined || another !== undefined ? undefined : imported(one, algorithm)
  }
  return {
    refresh,
    async find(algorithm, keyId) {
      if (keyId !== undefined && (typeof keyId !== 'string' || keyId.length > KEY_ID_LIMIT))
        return 'unknown'
      const known = held(algorithm, keyId)
      if (known !== undefined) {
        if (clock.monotonic() - keptAt > KEY_TIMES.fresh) void refresh()
        return known
      }
      await refresh()
      return held(algorithm, keyId) ?? (hasFailed ? 'unavailable' : 'unknown')
    },
  }
}

function keysOf(jwks: unknown): readonly JWK[] | undefined {
  if (typeof jwks !== 'object' || jwks === null || !('keys' in jwks)) return undefined
  const { keys } = jwks
  if (!Array.isArray(keys)) return undefined
  return keys.filter((key: unknown): key is JWK => typeof key === 'object' && key !== null)
}

const KINDS: { readonly [algorithm: string]: readonly [kty: string, curve?: string] } = {
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

function isFor({ kty, crv, alg, use, key_ops: operations }: JWK, algorithm: string): boolean {
  const [kind, curve] = KINDS[algorithm] ?? []
  return (
    kind !== undefined &&
    kty === kind &&
    (curve === undefined || crv === curve) &&
    (alg === undefined || alg === algorithm || (algorithm === 'EdDSA' && alg === 'Ed25519')) &&
    (use === undefined || use === 'sig') &&
    (operations === undefined || (Array.isArray(operations) && operations.includes('verify')))
  )
}

/** Only the numbers of the key: nothing else of what the server says about it matters. */
function imported({ jwk, imported: cache }: Kept, algorithm: string): Promise<FoundKey> {
  const known = cache.get(algorithm)
  if (known !== undefined) return known
  const { kty, crv, x, y, n, e } = jwk
  const numbers = Object.fromEntries(
    Object.entries({ kty, crv, x, y, n, e }).filter(([, value]) => value !== undefined),
  )
  const key = importJWK(numbers as JWK, algorithm).then(
    (one) => (one instanceof Uint8Array ? ('unknown' as const) : one),
    () => 'unknown' as const,
  )
  cache.set(algorithm, key)
  return key
}
