/**
 * The order in which a bundle is accepted. No step may be left out or moved: nothing is parsed that is not signed, nothing is swapped
 * in that was not tested.
 *
 * @module
 */
import {
  type Bundle,
  type BundleProblem,
  bundleBytes,
  type Engine,
  prepare,
  readBundle,
  sha256Hex,
} from '@marque/core'
import type { KeySet } from '../signature/keys.ts'
import { type Addressee, verifySignature } from '../signature/verify-signature.ts'
import { isSyncProblem, type SyncProblem } from '../sync-problem.ts'
import type { NamedBundle, Release, VerifiedBundle } from '../verified-bundle.ts'
import { selfTest } from './self-test.ts'

/** What a signed bundle is held against. */
export interface Expectation extends Addressee {
  readonly keys: KeySet
  /** The highest number seen of each key: a new key starts its own count, so that a forged far future of an old one ends with it. */
  readonly highest: ReadonlyMap<string, number>
  /** In bytes. */
  readonly limit: number
}

/**
 * Accepts a signed bundle: size, signature, tenant and environment, number, form, indexes, its own cases.
 *
 * Changes nothing: the caller swaps, counts and persists.
 */
export async function verifySigned(
  bytes: Uint8Array,
  signature: string | null,
  expected: Expectation,
): Promise<VerifiedBundle | SyncProblem> {
  if (bytes.length > expected.limit) return tooLarge(expected.limit)
  const field = await verifySignature(expected.keys, 'bundle', bytes, signature, expected)
  if (isSyncProblem(field)) return field
  const least = expected.highest.get(field.keyId) ?? 0
  if (field.number < least) {
    const message = `release ${field.number} is older than release ${least}, which this layer has had`
    return { code: 'ERR_SYNC_REPLAYED', message }
  }
  const bundle = readBundle(bytes)
  if (isProblem(bundle)) return refused(bundle)
  if (bundle.environment !== expected.environment) {
    const message = `the bundle is for the environment \`${bundle.environment}\``
    return { code: 'ERR_SYNC_FOREIGN', message }
  }
  const { tenant, environment } = expected
  const { number, issuedAt, keyId } = field
  const release = { tenant, environment, number, issuedAt, keyId, signature: signature ?? '' }
  return tested(prepare(bundle, `sha256:${sha256Hex(bytes)}`), { bytes, release })
}

/**
 * Takes a bundle that this machine's own operator put into a file or into the program: nobody signed it, and whoever can write there can
 * do worse. It is tested like any other.
 */
export function trustLocal(local: Bundle | NamedBundle): VerifiedBundle | SyncProblem {
  if (!('digest' in local)) return tested(prepare(local), null)
  return tested(prepare(local.bundle, local.digest), null)
}

function tested(
  engine: Engine,
  signed: { readonly bytes: Uint8Array; readonly release: Release } | null,
): VerifiedBundle | SyncProblem {
  const problem = selfTest(engine)
  if (problem !== null) return problem
  const { bundle, digest } = engine
  const held = {
    engine,
    bundle,
    digest,
    get bytes() {
      return signed?.bytes ?? bundleBytes(bundle)
    },
    release: signed?.release ?? null,
  }
  // The one place that writes the mark.
  return held as VerifiedBundle
}

export function tooLarge(limit: number): SyncProblem {
  return { code: 'ERR_SYNC_TOO_LARGE', message: `more than ${limit} bytes came` }
}

function refused({ code, message, path }: BundleProblem): SyncProblem {
  return {
    code: 'ERR_SYNC_REFUSED',
    message: `${message} (${code}${path === '' ? '' : ` at ${path}`})`,
  }
}

function isProblem(result: Bundle | BundleProblem): result is BundleProblem {
  return 'code' in result
}
