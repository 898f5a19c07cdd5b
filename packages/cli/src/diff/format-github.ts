/**
 * A comparison as annotations on a pull request: the workflow commands of GitHub Actions.
 *
 * @module
 */
import { workflowCommand } from '../escaping/index.ts'
import type { DiffReport } from './report.ts'
import { askedWords, outcomeWords } from './witness.ts'
import { resourceWords, undecidedWords } from './words.ts'

/**
 * Writes one command a line: an error for what fails the run, a warning for what opens or was not compared, a notice for what closes. What opens and
 * closes nothing has none.
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
          `proof: ${askedWords(witness)}`,
          `before: ${outcomeWords(witness.before)}; now: ${outcomeWords(witness.after)}`,
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
