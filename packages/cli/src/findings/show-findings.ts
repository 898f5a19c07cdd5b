/**
 * Findings on stderr, for commands that reject a file.
 *
 * @module
 */
import type { Finding, FindingRule } from '@marque/policy'
import { columnsFor, paletteFor, writeError } from '../terminal/index.ts'
import { loadPretty } from './formats.ts'

/**
 * Writes the findings of one file to stderr in the format of `marque check`; writes nothing without findings.
 *
 * @param ruleOf Looks up a code; default: the rules of `@marque/policy`.
 */
export async function showFindings(
  {
    file,
    text,
    findings,
  }: {
    readonly file: string
    readonly text: string
    readonly findings: readonly Finding[]
  },
  ruleOf?: (code: string) => FindingRule | undefined,
): Promise<void> {
  if (findings.length === 0) return
  const format = await loadPretty()
  writeError(
    format([{ file, text, findings, summary: null }], {
      palette: paletteFor(process.stderr, process.env),
      columns: columnsFor(process.stderr),
      ruleOf: ruleOf ?? (await import('@marque/policy')).ruleOf,
      strict: false,
    }),
  )
}
