/**
 * A scan as JUnit XML: a test case for each finding, or one that passes.
 *
 * @module
 */
import type { ScanFinding, ScanReport } from '@marque/verify'
import { escapeXml } from '../escaping/index.ts'
import { findingLines } from './words.ts'

export function formatJunit({ url, findings }: ScanReport): string {
  const failures = findings.filter(({ severity }) => severity === 'error').length
  const tests = Math.max(1, findings.length)
  const name = escapeXml(url)
  const cases =
    findings.length === 0
      ? [`    <testcase classname="${name}" name="scan"/>`]
      : findings.map((finding) => testCase(finding, name))
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="marque scan" tests="${tests}" failures="${failures}" errors="0">`,
    `  <testsuite name="${name}" tests="${tests}" failures="${failures}" errors="0" skipped="0">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testCase(finding: ScanFinding, classname: string): string {
  const text = escapeXml(findingLines(finding).join('\n'))
  const body =
    finding.severity === 'error'
      ? `<failure type="${finding.cause}" message="${escapeXml(finding.message)}">${text}</failure>`
      : `<system-out>${text}</system-out>`
  return `    <testcase classname="${classname}" name="${finding.code} ${finding.cause}">${body}</testcase>`
}
