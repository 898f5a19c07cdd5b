/**
 * Test results as JUnit XML, for CI servers.
 *
 * @module
 */
import type { Finding } from '@marque/policy'
import { loadDifferenceText } from '../diff/index.ts'
import { escapeXml } from '../escaping/index.ts'
import { caseOf, type Failure, failureLines, failuresOf } from './failure.ts'
import { type FileReport, hasError, invalidPolicies, isBlocked, type TestReport } from './report.ts'

const { differenceLines } = await loadDifferenceText()

/** Formats a test suite per file. A file whose cases were not run has one case with an error. */
export function formatJunit(report: TestReport): string {
  const suites = report.files.map((file) => suite(file, report))
  const sum = (key: 'tests' | 'failures' | 'errors'): number =>
    suites.reduce((total, counts) => total + counts[key], 0)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="marque test" tests="${sum('tests')}" failures="${sum('failures')}" errors="${sum('errors')}">`,
    ...suites.map(({ text }) => text),
    '</testsuites>',
    '',
  ].join('\n')
}

interface Suite {
  readonly text: string
  readonly tests: number
  readonly failures: number
  readonly errors: number
}

function suite(file: FileReport, report: TestReport): Suite {
  const refused = isBlocked(file)
  const failed = failuresOf(file)
  const cases = refused ? [refusal(file, report)] : testCases(file, failed)
  const failures = failed.length
  const errors = refused ? 1 : 0
  const counts = `tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="0"`
  const text = [
    `  <testsuite name="${escapeXml(file.file)}" ${counts}>`,
    ...cases,
    '  </testsuite>',
  ].join('\n')
  return { text, tests: cases.length, failures, errors }
}

/** All cases in the order of the file. */
function testCases(file: FileReport, failed: readonly Failure[]): readonly string[] {
  const failures = new Map(failed.map((failure) => [caseOf(failure).name, failure]))
  return [...file.comparisons, ...file.runs]
    .map((one) => one.case)
    .toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column)
    .map(({ name, at }) => testCase(name, at, failures.get(name), file))
}

function testCase(
  name: string,
  at: { readonly line: number; readonly column: number },
  failure: Failure | undefined,
  report: FileReport,
): string {
  const file = escapeXml(report.file)
  const open = `    <testcase classname="${file}" name="${escapeXml(name)}" file="${file}" line="${at.line}"`
  if (failure === undefined) return `${open}/>`
  const lines = failureLines(failure, report, differenceLines)
  const text = [`${report.file}:${at.line}:${at.column}`, ...lines].join('\n')
  const { run } = failure
  const message = escapeXml(lines.slice(0, run?.differences.length ?? 1).join('; '))
  return `${open}><failure type="difference" message="${message}">${escapeXml(text)}</failure></testcase>`
}

function refusal(file: FileReport, report: TestReport): string {
  const own = hasError(file.findings)
  const policy = invalidPolicies(report).find((one) => one.policy === file.policy)
  const findings = own ? file.findings : (policy?.findings ?? [])
  const message = own ? 'the test file is invalid' : (file.problem ?? 'no case was run')
  const text = [message, ...findings.map(findingLine)].join('\n')
  const name = escapeXml(file.file)
  const error = `<error type="refused" message="${escapeXml(message)}">${escapeXml(text)}</error>`
  return `    <testcase classname="${name}" name="the file can be run" file="${name}">${error}</testcase>`
}

function findingLine({ code, severity, message, help, file, line, column }: Finding): string {
  const place = [file, line, column].filter((part) => part !== null).join(':')
  return `${place}: ${severity} ${code}: ${message}${help === null ? '' : ` (fix: ${help})`}`
}
