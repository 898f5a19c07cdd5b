/**
 * Signing of bundles and leases, for their publisher.
 *
 * @module
 */
import type { WebKey } from './keys.ts'
import { writeSignatureField } from './signature-field.ts'
import { type Statement, signedMessage } from './signed-message.ts'

/**
 * Signs the bytes of a bundle or a lease.
 *
 * @param key A private Ed25519 key of WebCrypto.
 * @returns The value of the header `Marque-Signature` and of the file `bundle.sig`.
 */
export async function sign(
  key: WebKey,
  keyId: string,
  statement: Statement,
  bytes: Uint8Array,
): Promise<string> {
  const signature = new Uint8Array(
    await crypto.subtle.sign('Ed25519', key, signedMessage(statement, bytes)),
  )
  const { number, issuedAt } = statement
  return writeSignatureField({ keyId, number, issuedAt, signature })
}

/**
 * Imports a private key as written by `openssl genpkey -algorithm ed25519`.
 *
 * @throws {TypeError} The text is not an Ed25519 key in PKCS #8 PEM.
 */
export async function importSigningKey(pem: string): Promise<WebKey> {
  const match = /-----BEGIN PRIVATE KEY-----([\sA-Za-z0-9+/=]+)-----END PRIVATE KEY-----/.exec(pem)
  try {
    const text = atob((match?.[1] ?? '').replace(/\s+/g, ''))
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))
    return await crypto.subtle.importKey('pkcs8', bytes, 'Ed25519', false, ['sign'])
  } catch {
    throw new TypeError(
      'not a private Ed25519 key in PEM; `openssl genpkey -algorithm ed25519` makes one',
    )
  }
}
