/**
 * A scan as JSON.
 *
 * @module
 */
import type { ScanReport } from '@marque/verify'

export function formatJson(report: ScanReport): string {
  return `${JSON.stringify(report, null, 2)}\n`
}

/** A finding a line, and last the report without them. */
export function formatNdjson({ findings, ...report }: ScanReport): string {
  return [...findings, report].map((line) => `${JSON.stringify(line)}\n`).join('')
}
