/**
 * What keeps the last good bundles over a restart.
 *
 * @module
 */
import type { Digest } from '@marque/core'
import type { Release } from './verified-bundle.ts'

/** A bundle and its lease as they came, with their signatures: both are verified again when they are read. */
export interface Stored {
  readonly bytes: Uint8Array
  readonly signature: string
  readonly lease: { readonly bytes: Uint8Array; readonly signature: string } | null
}

export interface BundleStore {
  /** The newest first. What cannot be read is left out. */
  read(): Promise<readonly Stored[]>
  /** Whole or not at all, and on the disk when the promise is kept. Called only with what was verified, and swapped in before. */
  write(release: Release, digest: Digest, entry: Stored): Promise<void>
}
