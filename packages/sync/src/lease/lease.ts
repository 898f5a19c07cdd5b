/**
 * The lease: a small signed statement, renewed each minute, that the bundle is still the one to decide from, and what an incident takes away.
 *
 * @module
 */
import type { Digest, Lockdown } from '@marque/core'
import type { KeySet } from '../signature/keys.ts'
import { type Addressee, verifySignature } from '../signature/verify-signature.ts'
import { isSyncProblem, type SyncProblem } from '../sync-problem.ts'

/** What a lease says. As bytes it is JSON with these keys and `format`, signed for the purpose `lease`. */
export interface Lease {
  readonly format: 'marque-lease/1'
  /** The bundle that it is for. */
  readonly digest: Digest
  /** Epoch milliseconds. */
  readonly leaseUntil: number
  readonly lockdowns: readonly Lockdown[]
  /** Ids of origin-bound tokens that hold no longer. */
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
 * @param latest When the newest lease that this layer has had of each key was issued: an older one would take back what came after it.
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
      message: 'the lease is older than one that this layer has had',
    }
  }
  const lease = readLease(bytes)
  if (lease === undefined) {
    return { code: 'ERR_SYNC_REFUSED', message: 'the lease is not of the form `marque-lease/1`' }
  }
  const { issuedAt, keyId } = field
  return { ...lease, issuedAt, keyId, bytes, signature: signature ?? '' }
}

/** Strict: a lockdown that is not understood must not be passed over. */
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
