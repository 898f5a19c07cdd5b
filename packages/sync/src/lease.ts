/**
 * The lease: a small signed document, renewed each minute, which confirms the bundle and carries the restrictions of incidents.
 *
 * @module
 */
import type { Digest, Lockdown } from '@marque/core'
import { type Addressee, type KeySet, verifySignature } from './signature/index.ts'
import { isSyncProblem, type SyncProblem } from './sync-problem.ts'

/** The content of a lease: JSON with exactly these keys, signed for the purpose `lease`. */
export interface Lease {
  readonly format: 'marque-lease/1'
  /** The bundle that it confirms. */
  readonly digest: Digest
  /** Epoch milliseconds. */
  readonly leaseUntil: number
  readonly lockdowns: readonly Lockdown[]
  /** Ids of origin-bound tokens that are revoked. */
  readonly revokedTokens: readonly string[]
}

/** A lease whose signature was verified. */
export interface VerifiedLease extends Lease {
  readonly issuedAt: number
  readonly keyId: string
  readonly bytes: Uint8Array
  /** The field value of `Marque-Signature`. */
  readonly signature: string
}

/** In bytes: ten thousand revoked tokens and more. */
export const LEASE_LIMIT = 1_048_576

const MODES: readonly string[] = ['credentials-off', 'public-only', 'deny-all']
const SCOPES: readonly string[] = ['tenant', 'resource', 'origin']

/**
 * Verifies a lease.
 *
 * @param expected `latest` has the time of issue of the newest lease of each key. An older lease is rejected: it could lift a later lockdown.
 */
export async function verifyLease(
  bytes: Uint8Array,
  signature: string | null,
  expected: Addressee & { readonly keys: KeySet; readonly latest: ReadonlyMap<string, number> },
): Promise<VerifiedLease | SyncProblem> {
  if (bytes.length > LEASE_LIMIT) {
    return { code: 'ERR_SYNC_TOO_LARGE', message: `a lease has at most ${LEASE_LIMIT} bytes` }
  }
  const field = await verifySignature(expected.keys, 'lease', bytes, signature, expected)
  if (isSyncProblem(field)) return field
  if (field.issuedAt < (expected.latest.get(field.keyId) ?? 0)) {
    return {
      code: 'ERR_SYNC_REPLAYED',
      message: 'the lease is older than one that was accepted before',
    }
  }
  const lease = readLease(bytes)
  if (lease === undefined) {
    return { code: 'ERR_SYNC_REFUSED', message: 'the lease is not in the format `marque-lease/1`' }
  }
  const { issuedAt, keyId } = field
  return { ...lease, issuedAt, keyId, bytes, signature: signature ?? '' }
}

/** Strict: an unknown lockdown must not be ignored. Returns `undefined` for anything but a valid lease. */
export function readLease(bytes: Uint8Array): Lease | undefined {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
  if (!isObject(value, ['format', 'digest', 'leaseUntil', 'lockdowns', 'revokedTokens']))
    return undefined
  const { format, digest, leaseUntil, lockdowns, revokedTokens } = value
  const isLease =
    format === 'marque-lease/1' &&
    typeof digest === 'string' &&
    /^sha256:[0-9a-f]{64}$/.test(digest) &&
    typeof leaseUntil === 'number' &&
    Number.isSafeInteger(leaseUntil) &&
    Array.isArray(lockdowns) &&
    lockdowns.every(isLockdown) &&
    Array.isArray(revokedTokens) &&
    revokedTokens.every((id) => typeof id === 'string')
  return isLease ? (value as unknown as Lease) : undefined
}

function isLockdown(value: unknown): value is Lockdown {
  if (!isObject(value, ['mode', 'scope'])) return false
  const { mode, scope } = value
  if (typeof mode !== 'string' || !MODES.includes(mode)) return false
  if (typeof scope !== 'object' || scope === null || Array.isArray(scope)) return false
  return Object.entries(scope).every(
    ([key, text]) => SCOPES.includes(key) && typeof text === 'string',
  )
}

function isObject(
  value: unknown,
  keys: readonly string[],
): value is { readonly [key: string]: unknown } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const own = Object.keys(value)
  return own.length === keys.length && keys.every((key) => Object.hasOwn(value, key))
}
