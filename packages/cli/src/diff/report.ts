/**
 * What `diff` found, and what the formats need beside it.
 *
 * @module
 */
import type { Change, Difference } from '@marque/policy/diff'
import type { Palette } from '../terminal/index.ts'

/** One side, as the formats name it. */
export interface SideFacts {
  /** As the user named the file. */
  readonly name: string
  readonly environment: string
  readonly digest: string
}

/** Two policies, compared. */
export interface DiffReport {
  readonly old: SideFacts
  readonly new: SideFacts
  readonly difference: Difference
  /** The instant of the judgement, epoch milliseconds. */
  readonly now: number
  /** The openings that `--allow-wider` says are meant. */
  readonly allowed: ReadonlySet<Change>
  /** The changes for which `--fail-on` makes the command fail. */
  readonly failing: ReadonlySet<Change>
  /** The line of a resource in the new policy; `undefined` where there is none. */
  readonly lineOf: (resource: string) => number | undefined
}

export interface DiffFormatOptions {
  readonly palette: Palette
  /** How wide a line may be. */
  readonly columns: number
  /** Lists whole, witnesses in full, unchanged resources by name. */
  readonly verbose: boolean
}

/** Writes a comparison: the whole text, with its last newline. */
export type DiffFormat = (report: DiffReport, options: DiffFormatOptions) => string

/** The changes of one direction, in their order. */
export function changesOf(
  { changes }: Difference,
  direction: Change['direction'],
): readonly Change[] {
  return changes.filter((change) => change.direction === direction)
}
