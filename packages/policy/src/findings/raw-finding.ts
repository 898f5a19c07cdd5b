/**
 * A finding inside the pipeline, before the catalogue adds its severity and texts.
 *
 * @module
 */
import type { Json } from '@marque/core'

/** What a reader or a rule found: the code, the place and the message of this occurrence. */
export interface RawFinding {
  readonly code: `MQ-${number}`
  /** JSON Pointer into the document; empty for the whole of it. */
  readonly path: string
  /** Whether the finding is about the key at `path` or about its value (default: `value`). */
  readonly at?: 'key' | 'value'
  /** One line, lower-case start, no final period, user input in backticks. */
  readonly message: string
  /** Replaces the `why` of the catalogue. */
  readonly why?: string
  /** Replaces the `help` of the catalogue; null for none. */
  readonly help?: string | null
  /** The value at fault, where it is short. */
  readonly value?: Json
}
