/**
 * A finding inside the pipeline, before the catalogue adds its severity and texts.
 *
 * @module
 */
import type { Json } from '@marque/core'
import type { FindingCode, FindingReason, ReasonedCode } from './codes.ts'

/** A code, with one of its reasons if it has any. */
export type CodeAndReason =
  | { readonly code: Exclude<FindingCode, ReasonedCode>; readonly reason?: undefined }
  | {
      readonly [Code in ReasonedCode]: {
        readonly code: Code
        readonly reason: FindingReason<Code>
      }
    }[ReasonedCode]

/** What is wrong, without the place. */
export type Fault = CodeAndReason & {
  /** One line, lower-case start, no final period, user input in backticks. */
  readonly message: string
  /** Replaces the `why` of the catalogue. */
  readonly why?: string
  /** Replaces the `help` of the catalogue; null for none. */
  readonly help?: string | null
}

/** What a reader or a rule found. */
export type RawFinding = Fault & {
  /** JSON Pointer into the document; empty for the whole of it. */
  readonly path: string
  /** Whether the finding is about the key at `path` or about its value (default: `value`). */
  readonly at?: 'key' | 'value'
  /** The value at fault, where it is short. */
  readonly value?: Json
}
