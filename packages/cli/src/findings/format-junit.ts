/**
 * Findings as JUnit XML, for CI servers.
 *
 * @module
 */
import type { Finding } from '@marque/policy'
import { escapeXml } from '../escaping/index.ts'
import { type FormatOptions, fails, type Report } from './report.ts'

/**
 * Formats a test suite per policy and a test case per finding. Findings that do not fail the check are passing cases with output; a
 * policy without findings is one passing case.
 */
export function formatJunit(reports: readonly Report[], { strict }: FormatOptions): string {
  const suites = reports.map((report) => suite(report, strict))
  const tests = suites.reduce((total, { tests }) => total + tests, 0)
  const failures = suites.reduce((total, { failures }) => total + failures, 0)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="marque check" tests="${tests}" failures="${failures}" errors="0">`,
    ...suites.map(({ text }) => text),
    '</testsuites>',
    '',
  ].join('\n')
}

function suite(
  { file, findings }: Report,
  strict: boolean,
): { readonly text: string; readonly tests: number; readonly failures: number } {
  const tests = Math.max(1, findings.length)
  const failures = findings.filter((finding) => fails(finding, strict)).length
  const name = escapeXml(file)
  const cases =
    findings.length === 0
      ? [`    <testcase classname="${name}" name="check"/>`]
      : findings.map((finding) => testCase(finding, file, strict))
  const open = `  <testsuite name="${name}" tests="${tests}" failures="${failures}" errors="0" skipped="0">`
  return { text: [open, ...cases, '  </testsuite>'].join('\n'), tests, failures }
}

function testCase(finding: Finding, file: string, strict: boolean): string {
  const place = [finding.file ?? file, finding.line, finding.column]
    .filter((part) => part !== null)
    .join(':')
  const help = finding.help === null ? [] : [`fix: ${finding.help}`]
  const text = escapeXml([place, finding.message, `why: ${finding.why}`, ...help].join('\n'))
  const name = escapeXml(`${finding.code} ${finding.path || '/'} (${place})`)
  const message = escapeXml(finding.message)
  const body = fails(finding, strict)
    ? `<failure type="${finding.code}" message="${message}">${text}</failure>`
    : `<system-out>${text}</system-out>`
  return `    <testcase classname="${escapeXml(file)}" name="${name}">${body}</testcase>`
}
