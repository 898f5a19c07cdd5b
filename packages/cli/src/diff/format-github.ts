/**
 * A comparison as pull request annotations (GitHub Actions workflow commands).
 *
 * @module
 */
import { workflowCommand } from '../escaping/index.ts'
import type { DiffReport } from './report.ts'
import { outcomeWords, requestText } from './witness.ts'
import { resourceWords, undecidedWords } from './words.ts'

/**
 * Formats one workflow command per change: an error if it fails the run, a warning if it is wider or undecided, a notice if it is
 * tighter. Changes that are `equal` are omitted.
 */
export function formatGithub({ new: { name }, difference, failing, lineOf }: DiffReport): string {
  const lines: string[] = []
  const lineFor = (resource: string | null): number | null =>
    (resource === null ? undefined : lineOf(resource)) ?? null
  for (const change of difference.changes) {
    if (change.direction === 'equal') continue
    const { direction, resource, sensitivity, what, witness } = change
    const rank = sensitivity === null ? '' : ` (${sensitivity})`
    lines.push(
      workflowCommand(
        failing.has(change) ? 'error' : direction === 'wider' ? 'warning' : 'notice',
        {
          file: name,
          line: lineFor(resource),
          title: `${direction}: ${resourceWords(change)}${rank}`,
        },
        [
          what,
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
