/**
 * Test results for a terminal: failures with reasons, and coverage.
 *
 * @module
 */
import { loadPretty } from '../findings/index.ts'
import { count, hanging, showable } from '../terminal/index.ts'
import { coverageBlock } from './coverage.ts'
import {
  type CaseResult,
  type FileReport,
  type Format,
  type FormatOptions,
  hasError,
  invalidPolicies,
  isBlocked,
  passes,
  type TestReport,
  valueText,
} from './report.ts'

// Findings look as in `check`.
const formatFindings = await loadPretty()

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
  const { file, runs, problem } = report
  const name = palette.strong(showable(file))
  const cross = palette.error('✗')
  if (isBlocked(report)) {
    const why = hasError(report.findings) ? 'the test file is invalid' : (problem ?? '')
    return `${cross} ${name}: no case was run: ${showable(why)}\n`
  }
  const failed = runs.filter((run) => !passes(run))
  const where = palette.faint(`(${showable(report.policy ?? '')}, ${showable(report.environment)})`)
  if (failed.length === 0) {
    const result = runs.length === 0 ? 'no matching case' : `${count(runs.length, 'case')} passed`
    return `${palette.fine('✓')} ${name}: ${result} ${where}\n`
  }
  const blocks = failed.map((run) => failureBlock(run, report, options))
  const result = `${failed.length} of ${count(runs.length, 'case')} failed`
  return `${blocks.join('\n')}\n${cross} ${name}: ${palette.error(result)} ${where}\n`
}

function failureBlock(
  { case: one, differences, because, step }: CaseResult,
  { file }: FileReport,
  { palette, columns }: FormatOptions,
): string {
  const { at, name } = one
  const labels = [...differences.map(({ key }) => key as string), 'because']
  const widest = Math.max(...labels.map((label) => label.length))
  const lines = [
    `${palette.error('✗')} ${palette.strong(showable(name))}`,
    `   ${palette.frame('──')} ${showable(`${file}:${at.line}:${at.column}`)}`,
  ]
  for (const { key, expected, got } of differences) {
    const label = key.padEnd(widest)
    const text = `expected ${showable(valueText(expected))}, got ${showable(valueText(got))}`
    lines.push(`   ${label}  ${text}`)
  }
  lines.push(...hanging(`   ${'because'.padEnd(widest)}  `, showable(because), columns))
  if (step !== null) lines.push(...hanging(`   ${' '.repeat(widest)}  `, showable(step), columns))
  return `${lines.join('\n')}\n`
}
