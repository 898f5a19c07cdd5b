/**
 * Test results for a terminal: failures with reasons, and coverage.
 *
 * @module
 */
import { loadDifferenceText } from '../diff/index.ts'
import { loadPretty } from '../findings/index.ts'
import { count, hanging, showable } from '../terminal/index.ts'
import type { ComparisonResult } from './compare-accepted.ts'
import { coverageBlock } from './coverage.ts'
import {
  acceptHelp,
  caseOf,
  differenceText,
  type Failure,
  failuresOf,
  MAY_MATTER,
} from './failure.ts'
import {
  type CaseResult,
  countRun,
  type FileReport,
  type Format,
  type FormatOptions,
  hasError,
  invalidPolicies,
  isBlocked,
  type TestReport,
} from './report.ts'

// Findings look as in `check`, differences as in `diff`.
const formatFindings = await loadPretty()
const { differenceBlocks } = await loadDifferenceText()

/** Formats the report: findings first, then failed cases, one line per file, and coverage. */
export const formatPretty: Format = (report, options) => {
  const blocks = [
    ...findingsOf(report, options),
    ...report.files.map((file) => fileBlock(file, options)),
    ...report.policies.flatMap((policy) =>
      policy.coverage === null ? [] : [coverageBlock(policy, policy.coverage, options)],
    ),
  ]
  return blocks.join('\n')
}

function findingsOf(report: TestReport, options: FormatOptions): readonly string[] {
  const { palette, columns, ruleOf } = options
  const all = [
    ...invalidPolicies(report).map(({ policy, text, findings }) => ({
      file: policy,
      text,
      findings,
    })),
    ...report.files.filter(({ findings }) => findings.length > 0),
  ]
  return all.map(({ file, text, findings }) =>
    formatFindings([{ file, text, findings, summary: null }], {
      palette,
      columns,
      ruleOf,
      strict: false,
    }),
  )
}

function fileBlock(report: FileReport, options: FormatOptions): string {
  const { palette } = options
  const { file, problem } = report
  const name = palette.strong(showable(file))
  const cross = palette.error('✗')
  if (isBlocked(report)) {
    const why = hasError(report.findings) ? 'the test file is invalid' : (problem ?? '')
    return `${cross} ${name}: no case was run: ${showable(why)}\n`
  }
  const failed = failuresOf(report)
  const total = countRun(report)
  const where = palette.faint(`(${showable(report.policy ?? '')}, ${showable(report.environment)})`)
  if (failed.length === 0) {
    const result = total === 0 ? 'no matching case' : `${count(total, 'case')} passed`
    return `${palette.fine('✓')} ${name}: ${result} ${where}\n`
  }
  const blocks = failed.map((failure) => failureBlock(failure, report, options))
  const result = `${failed.length} of ${count(total, 'case')} failed`
  return `${blocks.join('\n')}\n${cross} ${name}: ${palette.error(result)} ${where}\n`
}

function failureBlock(failure: Failure, report: FileReport, options: FormatOptions): string {
  const { palette } = options
  const { at, name } = caseOf(failure)
  const { run, comparison } = failure
  const lines = [
    `${palette.error('✗')} ${palette.strong(showable(name))}`,
    `   ${palette.frame('──')} ${showable(`${report.file}:${at.line}:${at.column}`)}`,
    ...(run === null ? comparisonLines(comparison, report, options) : runLines(run, options)),
  ]
  return `${lines.join('\n')}\n`
}

function runLines(
  { differences, because, step }: CaseResult,
  { columns }: FormatOptions,
): readonly string[] {
  const labels = [...differences.map(({ key }) => key as string), 'because']
  const widest = Math.max(...labels.map((label) => label.length))
  const line = (label: string, text: string): readonly string[] =>
    hanging(`   ${label.padEnd(widest)}  `, showable(text), columns)
  return [
    ...differences.flatMap((one) => line(one.key, differenceText(one))),
    ...line('because', because),
    ...(step === null ? [] : line('', step)),
  ]
}

/** Columns before the text of a comparison. */
const INDENT = '   '

function comparisonLines(
  { difference, problem }: ComparisonResult,
  report: FileReport,
  { palette, columns }: FormatOptions,
): readonly string[] {
  const help = (text: string): readonly string[] =>
    hanging(`${INDENT}= fix: `, showable(text), columns)
  if (problem !== null) {
    return [...hanging(INDENT, showable(problem.message), columns), ...help(problem.help)]
  }
  if (difference === null) return []
  const options = { palette, columns: columns - INDENT.length, now: Date.now() }
  const text = differenceBlocks(difference, options).join('\n\n')
  const lines = text.split('\n').map((line) => (line === '' ? '' : `${INDENT}${line}`))
  const why = difference.verdict === 'equal' ? ['', ...hanging(INDENT, MAY_MATTER, columns)] : []
  return [...lines, ...why, '', ...help(acceptHelp(report))]
}
