/**
 * The public keys that a layer trusts, each for one purpose.
 *
 * @module
 */
import { fromBase64 } from './base64.ts'

/** What a key may sign. A key for one purpose is not accepted for another. */
export type KeyPurpose = 'bundle' | 'lease'

/** A configured key, pinned at installation. */
export interface TrustedKey {
  /** 1 to 64 of `A-Za-z0-9._-`. */
  readonly id: string
  readonly purpose: KeyPurpose
  /** Ed25519: PEM (`-----BEGIN PUBLIC KEY-----`), or the 32 bytes in base64 or base64url. */
  readonly publicKey: string
}

/** A key of WebCrypto. */
export type WebKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

/** Keys ready for use. */
export interface KeySet {
  find(id: string, purpose: KeyPurpose): WebKey | undefined
}

/** The bytes before the key in a SubjectPublicKeyInfo of Ed25519 (RFC 8410, 4). */
const SPKI_PREFIX = Uint8Array.of(48, 42, 48, 5, 6, 3, 43, 101, 112, 3, 33, 0)

/**
 * Imports the keys.
 *
 * @throws {TypeError} There is no key for bundles, an id is duplicate or malformed, or a key is not Ed25519. A layer with a wrong set of keys must not start.
 */
export async function importKeys(keys: readonly TrustedKey[]): Promise<KeySet> {
  const imported = new Map<string, WebKey>()
  for (const { id, purpose, publicKey } of keys) {
    if (!/^[A-Za-z0-9._-]{1,64}$/.test(id)) {
      throw new TypeError(`the key id \`${id.slice(0, 80)}\` must be 1 to 64 of A-Z a-z 0-9 . _ -`)
    }
    if (imported.has(`${purpose} ${id}`)) throw new TypeError(`duplicate key \`${id}\``)
    imported.set(`${purpose} ${id}`, await importKey(id, publicKey))
  }
  if (!keys.some(({ purpose }) => purpose === 'bundle')) {
    throw new TypeError('`keys` has no key for the purpose `bundle`')
  }
  return { find: (id, purpose) => imported.get(`${purpose} ${id}`) }
}

async function importKey(id: string, text: string): Promise<WebKey> {
  const raw = rawKey(text)
  if (raw === undefined) {
    throw new TypeError(`the public key \`${id}\` is not Ed25519: give PEM, or 32 bytes in base64`)
  }
  return crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify'])
}

/** The 32 bytes of an Ed25519 key in PEM, base64 or base64url; `undefined` for anything else. */
export function rawKey(text: string): Uint8Array<ArrayBuffer> | undefined {
  const pem = /^\s*-----BEGIN PUBLIC KEY-----([\sA-Za-z0-9+/=]+)-----END PUBLIC KEY-----\s*$/.exec(
    text,
  )
  const bytes = fromBase64(pem?.[1]?.replace(/\s+/g, '') ?? text.trim())
  if (bytes === undefined) return undefined
  if (pem === null) return bytes.length === 32 ? bytes : undefined
  const isEd25519 = bytes.length === 44 && SPKI_PREFIX.every((byte, index) => bytes[index] === byte)
  return isEd25519 ? bytes.slice(12) : undefined
}
