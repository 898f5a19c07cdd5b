/**
 * What every format of `scan` takes and returns.
 *
 * @module
 */
import type { ScanReport } from '@marque/verify'
import type { Palette } from '../terminal/index.ts'

export interface ScanFormatOptions {
  /** What limits the result. */
  readonly notes: readonly string[]
  readonly palette: Palette
  readonly columns: number
}

/** Formats a report; the text ends with a newline. */
export type ScanFormat = (report: ScanReport, options: ScanFormatOptions) => string
