/**
 * The keys that verify origin-bound tokens.
 *
 * @module
 */
import { rawKey, type WebKey } from '../signature/index.ts'

/** A configured key, pinned at installation. */
export interface TokenKey {
  /** 1 to 64 of `A-Za-z0-9._-`; a token names it as `kid`. */
  readonly id: string
  /** Ed25519: PEM (`-----BEGIN PUBLIC KEY-----`), or the 32 bytes in base64 or base64url. */
  readonly publicKey: string
}

/** Keys ready for use. */
export interface TokenKeys {
  find(id: string): Promise<WebKey> | undefined
}

/** The form of a key id. */
export const KEY_ID: RegExp = /^[A-Za-z0-9._-]{1,64}$/

/**
 * Imports the keys. Malformed keys are reported synchronously; WebCrypto imports them in the background.
 *
 * @throws {TypeError} There is no key, an id is duplicate or malformed, or a key is not Ed25519. A layer with a wrong set of keys must not start.
 */
export function importTokenKeys(keys: readonly TokenKey[]): TokenKeys {
  if (keys.length === 0) {
    throw new TypeError('`tokenKeys` is empty')
  }
  const imported = new Map<string, Promise<WebKey>>()
  for (const { id, publicKey } of keys) {
    if (!KEY_ID.test(id)) {
      throw new TypeError(`the key id \`${id.slice(0, 80)}\` must be 1 to 64 of A-Z a-z 0-9 . _ -`)
    }
    if (imported.has(id)) throw new TypeError(`duplicate key \`${id}\``)
    const raw = rawKey(publicKey)
    if (raw === undefined) {
      throw new TypeError(
        `the public key \`${id}\` is not Ed25519: give PEM, or 32 bytes in base64`,
      )
    }
    const key = crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify'])
    // On a platform without Ed25519 the verification of each token fails, so that it is invalid.
    key.catch(() => undefined)
    imported.set(id, key)
  }
  return { find: (id) => imported.get(id) }
}
