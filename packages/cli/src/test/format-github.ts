/**
 * Test results as pull request annotations (GitHub Actions workflow commands).
 *
 * @module
 */
import { loadDifferenceText } from '../diff/index.ts'
import { workflowCommand } from '../escaping/index.ts'
import { loadGithub } from '../findings/index.ts'
import { showable } from '../terminal/index.ts'
import { caseOf, failureLines, failuresOf } from './failure.ts'
import { type FileReport, type FormatOptions, hasError, type TestReport } from './report.ts'

// Findings are annotated as in `check`, differences told as in `diff`.
const formatFindings = await loadGithub()
const { differenceLines } = await loadDifferenceText()

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

function linesOf(report: FileReport): string {
  const { file, problem } = report
  const title = 'marque test'
  if (problem !== null) {
    return workflowCommand('error', { file, title }, [`no case was run: ${problem}`])
  }
  return failuresOf(report)
    .map((failure) => {
      const { name, at } = caseOf(failure)
      return workflowCommand(
        'error',
        { file, line: at.line, col: at.column, title: `${title}: ${showable(name)}` },
        failureLines(failure, report, differenceLines),
      )
    })
    .join('')
}
