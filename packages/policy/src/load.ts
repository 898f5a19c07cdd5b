/**
 * `load`: from the text of a policy to its document, with findings.
 *
 * @module
 */
import { joinTextFindings } from './catalogue/index.ts'
import type { Finding } from './findings/index.ts'
import { type Pointer, type Position, readDocument } from './text/index.ts'

/** A policy as it was read. Immutable; everything else about it is derived from this. */
export interface Loaded {
  /** The name that findings carry. */
  readonly file: string
  /** The values; `undefined` if the text cannot be read. Parts with a finding of their own may be missing. */
  readonly document: unknown
  /** What is wrong with the text, in its order; all of them errors. */
  readonly findings: readonly Finding[]
  /** The position of a value or of its key; of the nearest ancestor if it does not exist. */
  locate(pointer: Pointer, at?: 'key' | 'value'): Position
}

/**
 * Reads YAML or JSON. Never throws; linear in the size of `input`.
 *
 * A file named `.json` is JSON, one named `.yaml` or `.yml` is YAML; any other is JSON if it starts with `{`.
 *
 * @param input The text, or its bytes in UTF-8. A byte order mark is skipped.
 * @param file The name that findings carry.
 *
 * @example
 * ```ts
 * load('version: 2', 'policy.yaml').document // { version: 2 }
 * ```
 */
export function load(input: string | Uint8Array, file: string): Loaded {
  const { document, found, locate } = readDocument(input, file)
  return { file, document, findings: joinTextFindings(found, file), locate }
}
