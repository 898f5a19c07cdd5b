/**
 * The findings of a policy that a gateway does not start with, as `check` shows them.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import type { Finding } from '@marque/policy'
import { loadPretty } from '../check/formats/index.ts'
import { columnsFor, writeError } from '../terminal/output.ts'
import { paletteFor } from '../terminal/palette.ts'

export async function showRefusal(file: string, findings: readonly Finding[]): Promise<void> {
  const [formatPretty, { ruleOf }] = await Promise.all([loadPretty(), import('@marque/policy')])
  const text = readFileSync(file, 'utf8')
  const palette = paletteFor(process.stderr, process.env)
  const columns = columnsFor(process.stderr)
  writeError(
    formatPretty([{ file, text, findings, facts: null }], {
      palette,
      columns,
      ruleOf,
      strict: false,
    }),
  )
}
