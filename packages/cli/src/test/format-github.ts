/**
 * Test results as annotations on a pull request: the workflow commands of GitHub Actions.
 *
 * @module
 */

import { workflowCommand } from '../escaping/index.ts'
import { loadGithub } from '../findings/index.ts'
import { showable } from '../terminal/index.ts'
import {
  type FileReport,
  type FormatOptions,
  hasError,
  passes,
  type TestReport,
  valueText,
} from './report.ts'

// Findings are annotated as `check` does, and its formats are loaded one by one.
const formatFindings = await loadGithub()

/** Writes a line for each failing case, each finding of a test file, and each of a refused policy. What passes has none. */
export function formatGithub(
  { files, policies }: TestReport,
  { palette, columns, ruleOf }: FormatOptions,
): string {
  const refused = policies.filter(({ findings }) => hasError(findings))
  const reports = [
    ...refused.map(({ policy, text, findings }) => ({ file: policy, text, findings, facts: null })),
    ...files.map(({ file, text, findings }) => ({ file, text, findings, facts: null })),
  ]
  const options = { palette, columns, ruleOf, strict: false }
  return formatFindings(reports, options) + files.map(linesOf).join('')
}

function linesOf({ file, problem, runs }: FileReport): string {
  const title = 'marque test'
  if (problem !== null) {
    return workflowCommand('error', { file, title }, [`no case of it was run: ${problem}`])
  }
  return runs
    .filter((run) => !passes(run))
    .map(({ case: one, differences, because, step }) =>
      workflowCommand(
        'error',
        { file, line: one.at.line, col: one.at.column, title: `${title}: ${showable(one.name)}` },
        [
          ...differences.map(
            ({ key, expected, got }) =>
              `${key}: expected ${valueText(expected)}, got ${valueText(got)}`,
          ),
          `because: ${because}`,
          ...(step === null ? [] : [step]),
        ],
      ),
    )
    .join('')
}
