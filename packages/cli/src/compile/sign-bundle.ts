/**
 * The signature of a release, which layers verify before they take it.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import { importSigningKey, sign } from '@marque/sync'
import { CommandError, EXIT } from '../errors/index.ts'
import { readInput } from '../files/index.ts'

export interface Signing {
  readonly keyFile: string
  readonly keyId: string
  /** From 1. */
  readonly number: number
  /** The empty text where there are no tenants. */
  readonly tenant: string
}

/**
 * The line of `bundle.sig`: the field `Marque-Signature`.
 *
 * @throws {CommandError} Exit 1 where the key cannot be read, 64 where it is no Ed25519 key or its id is malformed.
 */
export async function signBundle(
  bytes: Uint8Array,
  { environment }: Bundle,
  { keyFile, keyId, number, tenant }: Signing,
): Promise<Uint8Array> {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(keyId)) {
    throw new CommandError(
      EXIT.usage,
      `the key id \`${keyId}\` must be 1 to 64 of A-Z a-z 0-9 . _ -`,
    )
  }
  const pem = new TextDecoder().decode((await readInput(keyFile)).bytes)
  const key = await importSigningKey(pem).catch((error: unknown) => {
    throw new CommandError(
      EXIT.usage,
      error instanceof Error ? error.message : 'the key cannot be read',
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
