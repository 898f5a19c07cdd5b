/**
 * Origin-bound tokens for the resource `portal` of the sample policies.
 *
 * @module
 */
import { generateKeyPairSync } from 'node:crypto'
import type { OriginToken } from '@marque/core'
import type { Settings } from '@marque/gateway'
import { importSigningKey, signOriginToken } from '@marque/sync'
import { APP } from '../policies/index.ts'

export interface OriginTokenIssuer {
  readonly tokenKeys: Settings['tokenKeys']
  /** Signs a token for {@link APP} that ends in a minute, but for `overrides`. */
  sign(overrides?: Partial<OriginToken>): Promise<string>
}

/** An issuer with a key pair of its own, `portal`. */
export function newOriginTokenIssuer(): OriginTokenIssuer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return {
    tokenKeys: [{ id: 'portal', publicKey }],
    async sign(overrides = {}) {
      const until = Date.now() + 60_000
      const token: OriginToken = { id: 'T-1', origin: APP, tenant: null, resource: 'portal', until }
      const key = await importSigningKey(privateKey)
      return signOriginToken(key, 'portal', { ...token, ...overrides })
    },
  }
}
