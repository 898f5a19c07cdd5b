/**
 * The only type of bundle that a layer may decide from.
 *
 * @module
 */
import type { Bundle, Digest, Engine } from '@marque/core'

declare const verified: unique symbol

/**
 * A bundle that passed every step of acceptance. The type is branded, so that an unverified bundle cannot be put in force by mistake: only `verifySigned` and
 * `trustLocal` return it.
 */
export interface VerifiedBundle {
  readonly [verified]: true
  readonly engine: Engine
  readonly bundle: Bundle
  readonly digest: Digest
  /** The exact bytes, for storage. Those of an unsigned bundle are computed on access. */
  readonly bytes: Uint8Array
  /** What its signature covers; null for an unsigned bundle of the operator. */
  readonly release: Release | null
}

/** A bundle with its digest, so that it is not computed again. */
export interface NamedBundle {
  readonly bundle: Bundle
  readonly digest: Digest
}

/** What the signature of a bundle covers. */
export interface Release {
  readonly tenant: string
  readonly environment: string
  /** Increasing; a layer rejects numbers below the highest that it has seen of the same key. */
  readonly number: number
  /** Epoch milliseconds. */
  readonly issuedAt: number
  readonly keyId: string
  /** The field value of `Marque-Signature`, stored with the bytes. */
  readonly signature: string
}
