/**
 * Verification of signatures.
 *
 * @module
 */
import type { SyncProblem } from '../sync-problem.ts'
import type { KeyPurpose, KeySet } from './keys.ts'
import { readSignatureField, type SignatureField } from './signature-field.ts'
import { signedMessage } from './signed-message.ts'

/** The tenant and environment that the signature must be for. */
export interface Addressee {
  readonly tenant: string
  readonly environment: string
}

/**
 * Verifies a detached Ed25519 signature (RFC 8032).
 *
 * The algorithm is fixed; the key must be trusted for this purpose. A signature for another tenant or environment does not verify, because it covers both.
 */
export async function verifySignature(
  keys: KeySet,
  purpose: KeyPurpose,
  bytes: Uint8Array,
  field: string | null,
  addressee: Addressee,
): Promise<SignatureField | SyncProblem> {
  if (field === null)
    return { code: 'ERR_SYNC_UNSIGNED', message: `the ${purpose} has no signature` }
  const read = readSignatureField(field)
  if (read === undefined)
    return bad('the signature is not in the form `keyId=…;number=…;issuedAt=…;sig=…`')
  const key = keys.find(read.keyId, purpose)
  if (key === undefined) return bad(`the key \`${read.keyId}\` is not trusted for a ${purpose}`)
  const { number, issuedAt, signature } = read
  const message = signedMessage({ purpose, ...addressee, number, issuedAt }, bytes)
  const isValid = await crypto.subtle.verify('Ed25519', key, signature, message)
  return isValid
    ? read
    : bad(
        `the signature of key \`${read.keyId}\` does not match these bytes, this tenant and this environment`,
      )
}

function bad(message: string): SyncProblem {
  return { code: 'ERR_SYNC_SIGNATURE', message }
}
