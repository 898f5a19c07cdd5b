/**
 * Storage that keeps the last accepted bundles across restarts.
 *
 * @module
 */
import type { Digest } from '@marque/core'
import type { Release } from './verified-bundle.ts'

/** A bundle and its lease as received, with their signatures: both are verified again when they are read. */
export interface Stored {
  readonly bytes: Uint8Array
  readonly signature: string
  readonly lease: { readonly bytes: Uint8Array; readonly signature: string } | null
}

export interface BundleStore {
  /** Newest first, without unreadable entries. */
  read(): Promise<readonly Stored[]>
  /** Atomic, and durable once the promise resolves. Called only with bundles that were verified and put in force. */
  write(release: Release, digest: Digest, entry: Stored): Promise<void>
}
