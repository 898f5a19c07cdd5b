/**
 * A finding as users get it: the texts of its code joined with the place and the message of this occurrence.
 *
 * @module
 */
import type { Json } from '@marque/core'

export type Severity = 'error' | 'warning' | 'note'

/** What is wrong with a document, where, why it matters and how to fix it. */
export interface Finding {
  /** Stable; `marque check --explain CODE` prints its page. */
  readonly code: `MQ-${number}`
  /** Which way to make this mistake; absent for a code with only one. */
  readonly reason?: string
  readonly severity: Severity
  /** One line, lower-case start, no final period, user input in backticks. */
  readonly message: string
  /** What can go wrong because of it. */
  readonly why: string
  /** How to fix it; never suggests an origin to trust. */
  readonly help: string | null
  /** JSON Pointer into the document; empty for the whole of it. */
  readonly path: string
  readonly file: string | null
  /** From 1. */
  readonly line: number | null
  /** From 1, in UTF-16 code units. */
  readonly column: number | null
  /** The value at fault, where it is short. */
  readonly value?: Json
}
