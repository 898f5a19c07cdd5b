/**
 * Acceptance of a bundle, in a fixed order of steps: nothing unsigned is parsed, and nothing untested is put in force.
 *
 * @module
 */
import {
  type Bundle,
  type BundleProblem,
  bundleBytes,
  canonicalJson,
  decide,
  type Engine,
  prepare,
  readBundle,
  sha256Hex,
} from '@marque/core'
import { type Addressee, type KeySet, verifySignature } from './signature/index.ts'
import { isSyncProblem, type SyncProblem } from './sync-problem.ts'
import type { NamedBundle, Release, VerifiedBundle } from './verified-bundle.ts'

/** What a signed bundle must match. */
export interface Expectation extends Addressee {
  readonly keys: KeySet
  /** The highest number seen of each key. A new key starts its own count, so that a forged high number of a leaked key ends with that key. */
  readonly highest: ReadonlyMap<string, number>
  /** In bytes. */
  readonly limit: number
}

/**
 * Verifies a signed bundle: size, signature, tenant and environment, number, format, indexes, its own vectors.
 *
 * Has no side effects: the caller puts the bundle in force, remembers its number and stores it.
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
    const message = `release ${field.number} is older than release ${least}, which was accepted before`
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
 * Accepts an unsigned bundle that the operator of this machine put into a file or into the program: whoever can write there could also replace the
 * program. Its vectors are tested like those of a signed bundle.
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
  // The only place that creates the branded type.
  return held as VerifiedBundle
}

export function tooLarge(limit: number): SyncProblem {
  return { code: 'ERR_SYNC_TOO_LARGE', message: `more than ${limit} bytes` }
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

/** Decides the vectors of the bundle with the engine that will serve requests. Returns the first one with another decision. */
function selfTest(engine: Engine): SyncProblem | null {
  for (const { id, in: input, out } of engine.bundle.vectors) {
    const decision = decide(engine, input.request, input.context, input.moment)
    // `detail` is prose for people, and empty in a bundle.
    if (canonicalJson({ ...decision, detail: '' }) !== canonicalJson({ ...out, detail: '' })) {
      return {
        code: 'ERR_SYNC_SELF_TEST',
        message: `this engine decides the vector \`${id}\` of the bundle differently`,
      }
    }
  }
  return null
}
