/**
 * The finding formats, each loaded on demand, and findings on stderr for commands that reject a file.
 *
 * @module
 */
import type { Finding, FindingRule } from '@marque/policy'
import { columnsFor, paletteFor, writeError } from '../terminal/index.ts'
import type { Format } from './report.ts'

/** For terminals: `check`, and every command that rejects a policy. */
export async function loadPretty(): Promise<Format> {
  return (await import('./format-pretty.ts')).formatPretty
}

/** Annotations for GitHub Actions: `check` and `test`. */
export async function loadGithub(): Promise<Format> {
  return (await import('./format-github.ts')).formatGithub
}

/** By the value of `--format`. */
export const FORMATS: { readonly [name: string]: () => Promise<Format> } = {
  pretty: loadPretty,
  json: async () => (await import('./format-json.ts')).formatJson,
  sarif: async () => (await import('./format-sarif.ts')).formatSarif,
  github: loadGithub,
  junit: async () => (await import('./format-junit.ts')).formatJunit,
}

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
