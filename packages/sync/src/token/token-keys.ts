/**
 * The keys whose origin-bound tokens are believed.
 *
 * @module
 */
import { rawKey, type WebKey } from '../signature/keys.ts'

/** A key as it is configured, pinned at install. */
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

/** What an id of a key may be made of. */
export const KEY_ID: RegExp = /^[A-Za-z0-9._-]{1,64}$/

/**
 * Reads the keys. What is wrong with one shows at once; WebCrypto takes them in on the way.
 *
 * @throws {TypeError} There is none, an id stands twice or is malformed, or a key is not Ed25519: a layer that trusts nobody, or somebody it did not
 *   mean, must not start.
 */
export function importTokenKeys(keys: readonly TokenKey[]): TokenKeys {
  if (keys.length === 0) {
    throw new TypeError('no key for tokens is configured, so no token could be trusted')
  }
  const imported = new Map<string, Promise<WebKey>>()
  for (const { id, publicKey } of keys) {
    if (!KEY_ID.test(id)) {
      throw new TypeError(`the key id \`${id.slice(0, 80)}\` must be 1 to 64 of A-Z a-z 0-9 . _ -`)
    }
    if (imported.has(id)) throw new TypeError(`the key \`${id}\` stands twice`)
    const raw = rawKey(publicKey)
    if (raw === undefined) {
      throw new TypeError(
        `the public key \`${id}\` is not Ed25519: give PEM, or 32 bytes in base64`,
      )
    }
    const key = crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify'])
    // A platform without Ed25519 says so at each token, which is then not believed.
    key.catch(() => undefined)
    imported.set(id, key)
  }
  return { find: (id) => imported.get(id) }
}
