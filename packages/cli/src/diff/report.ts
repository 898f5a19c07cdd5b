/**
 * The input of the formats of `diff`.
 *
 * @module
 */
import type { Cause, Change, Difference, Direction } from '@marque/policy/diff'
import type { Palette } from '../terminal/index.ts'

/** One of the two policies. */
export interface SideFacts {
  /** File as given on the command line. */
  readonly name: string
  readonly environment: string
  readonly digest: string
}

/** The comparison of two policies. */
export interface DiffReport {
  readonly old: SideFacts
  readonly new: SideFacts
  readonly difference: Difference
  /** Epoch milliseconds. */
  readonly now: number
  /** Widenings that `--allow-wider` accepts. */
  readonly allowed: ReadonlySet<Change>
  /** Changes for which `--fail-on` makes the command fail. */
  readonly failing: ReadonlySet<Change>
  /** The line of a resource in the new policy, if known. */
  readonly lineOf: (resource: string) => number | undefined
}

export interface DiffFormatOptions {
  readonly palette: Palette
  /** Maximum line width. */
  readonly columns: number
  /** Full lists, full example requests, unchanged resources. */
  readonly verbose: boolean
}

/** Formats a comparison; the text ends with a newline. */
export type DiffFormat = (report: DiffReport, options: DiffFormatOptions) => string

/** The changes of one direction, in order. */
export function changesOf({ changes }: Difference, direction: Direction): readonly Change[] {
  return changes.filter((change) => change.direction === direction)
}

/** Whether a cause makes something wider, something tighter, or both. */
export function directionOf({ changes }: Cause): Direction | 'both' {
  const isWider = changes.some(({ direction }) => direction === 'wider')
  const isTighter = changes.some(({ direction }) => direction === 'tighter')
  return isWider && isTighter ? 'both' : isWider ? 'wider' : 'tighter'
}
