/**
 * Bundles that renew themselves.
 *
 * Runs in any JavaScript runtime with WebCrypto and `fetch`; what needs a disk is in `@marque/sync/node`.
 *
 * @module
 */
export { trustLocal, verifySigned } from './accept/accept.ts'
export { CLOCK_TOLERANCE, type Clock } from './clock/clock-guard.ts'
export { fixedSource } from './fixed.ts'
export { type Lease, readLease } from './lease/lease.ts'
export type { PolicySource, SyncEvent } from './policy-source.ts'
export { importKeys, type KeyPurpose, type KeySet, type TrustedKey } from './signature/keys.ts'
export { importSigningKey, sign } from './signature/sign.ts'
export type { Statement } from './signature/signed-message.ts'
export type { BundleStore, Stored } from './store.ts'
export {
  isSyncProblem,
  SYNC_PROBLEMS,
  SyncError,
  type SyncProblem,
  type SyncProblemCode,
} from './sync-problem.ts'
export { signOriginToken, TOKEN_HEADER, verifyOriginToken } from './token/origin-token.ts'
export { importTokenKeys, type TokenKey, type TokenKeys } from './token/token-keys.ts'
export { openUrl, type UrlOptions } from './url/open-url.ts'
export type { NamedBundle, Release, VerifiedBundle } from './verified-bundle.ts'
