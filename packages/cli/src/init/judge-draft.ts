/**
 * Checks a generated policy before it is written.
 *
 * @module
 */
import { check, type Finding, load } from '@marque/policy'
import { DEFAULT_ENVIRONMENT } from '../command-line.ts'
import { CommandError, EXIT } from '../errors.ts'
import { showFindings } from '../findings/index.ts'

/** Whether the findings include an error. */
export function hasError(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error')
}

/**
 * Checks a generated policy.
 *
 * @returns The number of warnings.
 * @throws {CommandError} Exit 3 if it has errors, which are written to stderr.
 */
export async function judgeDraft(file: string, text: string, help: string): Promise<number> {
  const findings = check(load(text, file), { environment: DEFAULT_ENVIRONMENT, now: Date.now() })
  const errors = findings.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) {
    await showFindings({ file, text, findings: errors })
    throw new CommandError(
      EXIT.findings,
      `\`${file}\` was not written, because it would be invalid`,
      help,
    )
  }
  return findings.filter(({ severity }) => severity === 'warning').length
}
