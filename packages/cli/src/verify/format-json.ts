/**
 * A run as JSON or NDJSON: the report as it is.
 *
 * @module
 */
import type { Verification } from '@marque/verify'

/** One JSON document, which `--baseline` reads. */
export function formatJson({ report }: Verification): string {
  return `${JSON.stringify(report, null, 2)}\n`
}

/** One finding a line; last the report without its findings. */
export function formatNdjson({ report }: Verification): string {
  const { findings, ...rest } = report
  return [...findings, rest].map((line) => `${JSON.stringify(line)}\n`).join('')
}
