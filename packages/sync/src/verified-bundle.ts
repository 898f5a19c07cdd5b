/**
 * The only kind of bundle that a layer may decide from.
 *
 * @module
 */
import type { Bundle, Digest, Engine } from '@marque/core'

declare const verified: unique symbol

/**
 * A bundle that passed every step of acceptance. The type has a mark that no other module can write, so that a bundle which nobody
 * verified cannot be swapped in by mistake: `verifySigned` and `trustLocal` are the only ways to one.
 */
export interface VerifiedBundle {
  readonly [verified]: true
  readonly engine: Engine
  readonly bundle: Bundle
  readonly digest: Digest
  /** The exact bytes, which are kept on disk. Of a bundle that nobody signed they are made when they are asked for, and not kept. */
  readonly bytes: Uint8Array
  /** How it is vouched for; null for what this machine's own operator put into a file. */
  readonly release: Release | null
}

/** A bundle with its name, by whoever had its bytes: it is not worked out again. */
export interface NamedBundle {
  readonly bundle: Bundle
  readonly digest: Digest
}

/** What a signature says of a bundle. */
export interface Release {
  readonly tenant: string
  readonly environment: string
  /** Counts up; a layer never goes back below the highest that it has seen of a key. */
  readonly number: number
  /** Epoch milliseconds. */
  readonly issuedAt: number
  readonly keyId: string
  /** The field value of `Marque-Signature`, kept beside the bytes. */
  readonly signature: string
}
