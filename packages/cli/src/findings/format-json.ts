/**
 * Findings as NDJSON: one line per policy.
 *
 * @module
 */
import type { Finding } from '@marque/policy'
import { countOf, type Report } from './report.ts'

/**
 * Formats reports. Keys are in the documented order; `reason` and `value` are omitted if a finding has none, `bundle` for a
 * policy, `acknowledged` if no warning is.
 */
export function formatJson(reports: readonly Report[]): string {
  return reports.map((report) => `${JSON.stringify(documentOf(report))}\n`).join('')
}

function documentOf({ file, findings, acknowledged = [], bundle }: Report): object {
  return {
    policy: file,
    findings: findings.map(fieldsOf),
    errors: countOf(findings, 'error'),
    warnings: countOf(findings, 'warning'),
    ...(bundle !== undefined && { bundle }),
    ...(acknowledged.length > 0 && {
      acknowledged: acknowledged.map((finding) => ({
        ...fieldsOf(finding),
        acknowledged: finding.acknowledged,
      })),
    }),
  }
}

function fieldsOf(finding: Finding): object {
  const { code, reason, severity, message, why, help, path, file, line, column, value } = finding
  return { code, reason, severity, message, why, help, path, file, line, column, value }
}
