/**
 * Origin-bound tokens for the resource `portal` of the tests' policy.
 *
 * @module
 */
import { generateKeyPairSync } from 'node:crypto'
import type { OriginToken } from '@marque/core'
import type { Settings } from '@marque/gateway'
import { importSigningKey, signOriginToken } from '@marque/sync'
import { APP } from './place.ts'

export interface Portal {
  readonly tokenKeys: Settings['tokenKeys']
  token(more?: Partial<OriginToken>): Promise<string>
}

/** A portal with a key of its own. */
export function newPortal(): Portal {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return {
    tokenKeys: [{ id: 'portal', publicKey }],
    async token(more = {}) {
      const until = Date.now() + 60_000
      const good: OriginToken = { id: 'T-1', origin: APP, tenant: null, resource: 'portal', until }
      return signOriginToken(await importSigningKey(privateKey), 'portal', { ...good, ...more })
    },
  }
}
