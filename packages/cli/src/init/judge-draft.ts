/**
 * Findings that stand in the way of a first policy, or come with it, shown on stderr.
 *
 * @module
 */
import { check, type Finding, load } from '@marque/policy'
import { DEFAULT_ENVIRONMENT } from '../command-line/index.ts'
import { CommandError, EXIT } from '../errors/index.ts'
import { showFindings } from '../findings/index.ts'

/** Whether an error is among findings. */
export function hasError(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error')
}

/**
 * Judges a policy before it is written.
 *
 * @returns How many warnings it has.
 * @throws {CommandError} Exit 3 where it has an error; the findings are on stderr by then.
 */
export async function judgeDraft(file: string, text: string, help: string): Promise<number> {
  const findings = check(load(text, file), { environment: DEFAULT_ENVIRONMENT, now: Date.now() })
  const errors = findings.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) {
    await showFindings({ file, text, findings: errors })
    throw new CommandError(EXIT.findings, `\`${file}\` would have errors, and is not written`, help)
  }
  return findings.filter(({ severity }) => severity === 'warning').length
}
