/**
 * A comparison as pull request annotations (GitHub Actions workflow commands).
 *
 * @module
 */
import { workflowCommand } from '../escaping/index.ts'
import { count, showable } from '../terminal/index.ts'
import { type DiffReport, directionOf } from './report.ts'
import { outcomeWords, requestText } from './witness.ts'
import { resourceWords, undecidedWords } from './words.ts'

/** Changes that an annotation names; more are counted. */
const SHOWN = 3

/**
 * Formats one workflow command per cause: an error if one of its changes fails the run, a warning if something becomes wider or is
 * undecided, otherwise a notice.
 */
export function formatGithub({ new: { name }, difference, failing, lineOf }: DiffReport): string {
  const lines: string[] = []
  const lineFor = (resource: string | null): number | null =>
    (resource === null ? undefined : lineOf(resource)) ?? null
  for (const cause of difference.causes) {
    const { what, effect, follows, changes } = cause
    const [first] = changes
    if (first === undefined) continue
    const direction = directionOf(cause)
    const isFailing = changes.some((change) => failing.has(change))
    const hidden = changes.length - SHOWN
    const { witness } = first
    lines.push(
      workflowCommand(
        isFailing ? 'error' : direction === 'tighter' ? 'notice' : 'warning',
        {
          file: name,
          line: lineFor(first.resource),
          title: `${direction}: ${showable(what)}`,
        },
        [
          ...(effect === null ? [] : [effect]),
          ...(follows === null ? [] : [follows]),
          ...changes.slice(0, SHOWN).map((change) => `${resourceWords(change)}: ${change.what}`),
          ...(hidden > 0 ? [`and ${count(hidden, 'more change')}`] : []),
          `example: ${requestText(witness)}`,
          `before: ${outcomeWords(witness.before)}; after: ${outcomeWords(witness.after)}`,
        ],
      ),
    )
  }
  for (const { resource, why } of difference.undecided) {
    lines.push(
      workflowCommand(
        'warning',
        { file: name, line: lineFor(resource), title: `not compared: ${undecidedWords(resource)}` },
        [why],
      ),
    )
  }
  return lines.join('')
}
