/**
 * `--baseline`: the report of an earlier run.
 *
 * @module
 */
import type { VerifyReport } from '@marque/verify'
import { CommandError, EXIT } from '../errors.ts'

/**
 * Reads a report of `--format json`.
 *
 * @param file For messages.
 * @throws {CommandError} Exit 64 for anything else.
 */
export function readBaseline(text: string, file: string): VerifyReport {
  const report = parsed(text)
  if (isReport(report)) return report
  throw new CommandError(
    EXIT.usage,
    `\`${file}\` for \`--baseline\` is no report of \`marque verify\``,
    'write one with --format json --out verify.json',
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Checks the format and what findings are compared by. */
function isReport(value: unknown): value is VerifyReport {
  if (!isObject(value) || value.format !== 'marque-verify/1' || !Array.isArray(value.findings)) {
    return false
  }
  return value.findings.every(
    (finding: unknown) =>
      isObject(finding) &&
      typeof finding.layer === 'string' &&
      typeof finding.cause === 'string' &&
      (typeof finding.resource === 'string' || finding.resource === null),
  )
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
