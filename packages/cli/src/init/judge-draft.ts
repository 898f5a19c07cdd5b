/**
 * Checks a generated policy before it is written.
 *
 * @module
 */
import { DEVELOPMENT } from '@marque/import'
import { check, type Finding, load } from '@marque/policy'
import { DEFAULT_ENVIRONMENT } from '../command-line.ts'
import { CommandError, EXIT } from '../errors.ts'
import { showFindings } from '../findings/index.ts'

/** Whether the findings include an error. */
export function hasError(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error')
}

/**
 * Checks a generated policy, and writes its errors and warnings to stderr.
 *
 * @throws {CommandError} Exit 3 if it has errors.
 */
export async function judgeDraft(file: string, text: string, help: string): Promise<void> {
  const loaded = load(text, file)
  const now = Date.now()
  const found = new Map(
    [DEFAULT_ENVIRONMENT, DEVELOPMENT]
      .flatMap((environment) => check(loaded, { environment, now }))
      .filter(({ severity }) => severity !== 'note')
      .map((finding) => [JSON.stringify(finding), finding]),
  )
  const findings = [...found.values()]
  if (findings.length > 0) await showFindings({ file, text, findings })
  if (hasError(findings)) {
    throw new CommandError(
      EXIT.findings,
      `\`${file}\` was not written, because it would be invalid`,
      help,
    )
  }
}
