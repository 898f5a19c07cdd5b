/**
 * The signature of a release; layers verify it before they load the bundle.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { importSigningKey, sign } from '@marque/sync'
import { CommandError, EXIT } from '../errors.ts'
import { readInput } from '../files/index.ts'

export interface Signing {
  readonly keyFile: string
  readonly keyId: string
  /** From 1. */
  readonly number: number
  /** Empty for a bundle of all tenants. */
  readonly tenant: string
}

/**
 * The content of `bundle.sig`: a `Marque-Signature` field.
 *
 * @throws {CommandError} Exit 1 if the key file cannot be read, 64 for a key that is not Ed25519 or a malformed key id.
 */
export async function signBundle(
  bytes: Uint8Array,
  { environment }: Bundle,
  { keyFile, keyId, number, tenant }: Signing,
): Promise<Uint8Array> {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(keyId)) {
    throw new CommandError(
      EXIT.usage,
      `invalid key id \`${keyId}\`: expected 1 to 64 characters of A-Z a-z 0-9 . _ -`,
    )
  }
  const pem = new TextDecoder().decode((await readInput(keyFile)).bytes)
  const key = await importSigningKey(pem).catch((error: unknown) => {
    throw new CommandError(
      EXIT.usage,
      error instanceof Error ? error.message : 'cannot read the key',
    )
  })
  const statement = {
    purpose: 'bundle',
    tenant,
    environment,
    number,
    issuedAt: Date.now(),
  } as const
  return new TextEncoder().encode(`${await sign(key, keyId, statement, bytes)}\n`)
}
