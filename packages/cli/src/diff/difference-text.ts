/**
 * A difference inside the output of another command: verdict, causes by risk, other edits and undecided parts, without the two files.
 *
 * @module
 */
import type { Difference } from '@marque/policy/diff'
import type { Palette } from '../terminal/index.ts'
import { partBlocks } from './format-pretty.ts'
import { directionOf } from './report.ts'
import { headline, resourceWords, SIGNS, undecidedWords, verdictSentence } from './words.ts'

/** The text for a terminal, in blocks that are separated by empty lines. */
export function differenceBlocks(
  difference: Difference,
  options: { readonly palette: Palette; readonly columns: number; readonly now: number },
): readonly string[] {
  const { palette, columns, now } = options
  const head = `${palette.strong(headline(difference))}  ${verdictSentence(difference)}.`
  const report = { difference, now, allowed: new Set<never>() }
  return [head, ...partBlocks(report, { palette, columns, verbose: false })]
}

/** Changes of a cause that {@link differenceLines} names. */
const NAMED_CHANGES = 4

/** The text without examples, a line for each cause and each of its first changes: for annotations and test reports. */
export function differenceLines(difference: Difference): readonly string[] {
  const { causes, notes, undecided } = difference
  return [
    `${headline(difference)}: ${verdictSentence(difference)}`,
    ...causes.flatMap((cause) => {
      const { what, effect, follows, changes } = cause
      const rest = changes.length - NAMED_CHANGES
      return [
        `${SIGNS[directionOf(cause)]}  ${what}`,
        ...[effect, follows].flatMap((text) => (text === null ? [] : [`    ${text}`])),
        ...changes
          .slice(0, NAMED_CHANGES)
          .map((change) => `    ${resourceWords(change)}: ${change.what}`),
        ...(rest > 0 ? [`    and ${rest} more`] : []),
      ]
    }),
    ...notes.map(({ what }) => `=  ${what}`),
    ...undecided.map(({ resource, why }) => `?  ${undecidedWords(resource)}: ${why}`),
  ]
}
