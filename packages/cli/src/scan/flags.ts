/**
 * The options of `marque scan`.
 *
 * @module
 */

/** Parsed by commander. */
export interface ScanFlags {
  readonly origin?: string
  readonly header?: readonly string[]
  readonly caFile?: string
  /** Requests a second. */
  readonly rate: number
  readonly format: string
}
