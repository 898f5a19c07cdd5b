/**
 * Test results as JUnit XML, for CI servers.
 *
 * @module
 */
import type { Finding } from '@marque/policy'
import { escapeXml } from '../escaping/index.ts'
import {
  type CaseResult,
  type FileReport,
  hasError,
  invalidPolicies,
  isBlocked,
  passes,
  type TestReport,
  valueText,
} from './report.ts'

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
  const cases = refused ? [refusal(file, report)] : file.runs.map((run) => testCase(run, file))
  const failures = file.runs.filter((run) => !passes(run)).length
  const errors = refused ? 1 : 0
  const counts = `tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="0"`
  const text = [
    `  <testsuite name="${escapeXml(file.file)}" ${counts}>`,
    ...cases,
    '  </testsuite>',
  ].join('\n')
  return { text, tests: cases.length, failures, errors }
}

function testCase(run: CaseResult, { file }: FileReport): string {
  const { case: one, differences, because, step } = run
  const name = escapeXml(file)
  const open = `    <testcase classname="${name}" name="${escapeXml(one.name)}" file="${name}" line="${one.at.line}"`
  if (passes(run)) return `${open}/>`
  const texts = differences.map(
    ({ key, expected, got }) => `${key}: expected ${valueText(expected)}, got ${valueText(got)}`,
  )
  const text = [
    `${file}:${one.at.line}:${one.at.column}`,
    ...texts,
    `because: ${because}`,
    ...(step === null ? [] : [step]),
  ].join('\n')
  const message = escapeXml(texts.join('; '))
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
