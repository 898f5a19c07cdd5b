/**
 * Test results as pull request annotations (GitHub Actions workflow commands).
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

// Findings are annotated as in `check`.
const formatFindings = await loadGithub()

/** Formats a line per failed case, per finding of a test file, and per finding of an invalid policy. */
export function formatGithub(
  { files, policies }: TestReport,
  { palette, columns, ruleOf }: FormatOptions,
): string {
  const refused = policies.filter(({ findings }) => hasError(findings))
  const reports = [
    ...refused.map(({ policy, text, findings }) => ({
      file: policy,
      text,
      findings,
      summary: null,
    })),
    ...files.map(({ file, text, findings }) => ({ file, text, findings, summary: null })),
  ]
  const options = { palette, columns, ruleOf, strict: false }
  return formatFindings(reports, options) + files.map(linesOf).join('')
}

function linesOf({ file, problem, runs }: FileReport): string {
  const title = 'marque test'
  if (problem !== null) {
    return workflowCommand('error', { file, title }, [`no case was run: ${problem}`])
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
