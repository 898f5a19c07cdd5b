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

/** The errors of a changed policy that it did not have before. */
export function addedErrors(file: string, before: string, after: string): readonly Finding[] {
  const known = new Set(errorsOf(before, file).map(keyOf))
  return errorsOf(after, file).filter((finding) => !known.has(keyOf(finding)))
}

function errorsOf(text: string, file: string): readonly Finding[] {
  const loaded = load(text, file)
  const now = Date.now()
  const found = [DEFAULT_ENVIRONMENT, DEVELOPMENT].flatMap((environment) =>
    check(loaded, { environment, now }),
  )
  const errors = found.filter(({ severity }) => severity === 'error')
  return [...new Map(errors.map((finding) => [JSON.stringify(finding), finding])).values()]
}

/** Lines move with an edit. */
function keyOf({ code, path, message }: Finding): string {
  return JSON.stringify([code, path, message])
}

/** A set without an owner: whoever reads the source cannot know it. */
const MISSING_OWNER = 'MQ-401'

/**
 * Checks a generated policy, and writes its errors and warnings to stderr.
 *
 * @param mayLackOwner Whether a policy that lacks nothing but owners is to be written.
 * @returns Whether it has no errors.
 * @throws {CommandError} Exit 3 if it has errors and is not to be written.
 */
export async function judgeDraft(
  file: string,
  text: string,
  help: string,
  mayLackOwner: boolean,
): Promise<boolean> {
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
  const isFatal = hasError(findings.filter(({ code }) => !mayLackOwner || code !== MISSING_OWNER))
  if (!isFatal) return !hasError(findings)
  throw new CommandError(
    EXIT.findings,
    `\`${file}\` was not written, because it would be invalid`,
    help,
  )
}
