/**
 * Ed25519 signatures over bundles and leases: keys, the signed message, the header field.
 *
 * @module
 */
export { fromBase64, toBase64url } from './base64.ts'
export {
  importKeys,
  type KeyPurpose,
  type KeySet,
  rawKey,
  type TrustedKey,
  type WebKey,
} from './keys.ts'
export { importSigningKey, sign } from './sign.ts'
export type { Statement } from './signed-message.ts'
export { type Addressee, verifySignature } from './verify-signature.ts'
