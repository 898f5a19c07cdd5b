/**
 * Findings that stand in the way of a first policy, or come with it, shown on stderr.
 *
 * @module
 */
import { RULES as IMPORT_RULES } from '@marque/import'
import { check, type Finding, load, ruleOf } from '@marque/policy'
import { DEFAULT_ENVIRONMENT } from '../bundle/environment.ts'
import { loadPretty } from '../check/formats/index.ts'
import { CommandError, EXIT } from '../program/exit.ts'
import { columnsFor, writeError } from '../terminal/output.ts'
import { paletteFor } from '../terminal/palette.ts'

/** Shows findings about one file. */
export async function showFindings(
  file: string,
  text: string,
  findings: readonly Finding[],
): Promise<void> {
  if (findings.length === 0) return
  const format = await loadPretty()
  writeError(
    format([{ file, text, findings, facts: null }], {
      palette: paletteFor(process.stderr, process.env),
      columns: columnsFor(process.stderr),
      ruleOf: (code) => ruleOf(code) ?? IMPORT_RULES.find((rule) => rule.code === code),
      strict: false,
    }),
  )
}

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
    await showFindings(file, text, errors)
    throw new CommandError(EXIT.findings, `\`${file}\` would have errors, and is not written`, help)
  }
  return findings.filter(({ severity }) => severity === 'warning').length
}
