/**
 * Bundles that update themselves.
 *
 * Runs in any JavaScript runtime with WebCrypto and `fetch`; `@marque/sync/node` has what needs a disk.
 *
 * @module
 */
export { trustLocal, verifySigned } from './accept.ts'
export type { BundleStore, Stored } from './bundle-store.ts'
export { CLOCK_TOLERANCE, type Clock } from './clock-guard.ts'
export { fixedSource } from './fixed-source.ts'
export { type Lease, readLease } from './lease.ts'
export { isStale, type PolicySource, type SyncEvent } from './policy-source.ts'
export {
  importKeys,
  importSigningKey,
  type KeyPurpose,
  type KeySet,
  type Statement,
  sign,
  type TrustedKey,
} from './signature/index.ts'
export {
  isSyncProblem,
  SYNC_PROBLEMS,
  SyncError,
  type SyncProblem,
  type SyncProblemCode,
} from './sync-problem.ts'
export {
  importTokenKeys,
  signOriginToken,
  TOKEN_HEADER,
  type TokenKey,
  type TokenKeys,
  verifyOriginToken,
} from './token/index.ts'
export { openUrl, type UrlOptions } from './url/index.ts'
export type { NamedBundle, Release, VerifiedBundle } from './verified-bundle.ts'
