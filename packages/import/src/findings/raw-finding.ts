/**
 * A finding before the catalogue adds its texts.
 *
 * @module
 */
import type { Json } from '@marque/core'
import type { Finding, Position } from '@marque/policy'

/** Code, position and message. Severity, why and help come from the catalogue; `help` here is more specific. */
export interface RawFinding {
  readonly code: Finding['code']
  /** The file of the position; absent: the file that is read. */
  readonly file?: string
  /** JSON Pointer. */
  readonly path: string
  readonly position: Position
  readonly message: string
  readonly help?: string
  readonly value?: Json
}

/** Cuts a text that goes into a message. */
export function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
