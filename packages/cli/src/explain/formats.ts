/**
 * The formats of `explain`, each loaded on demand.
 *
 * @module
 */
import type { ExplainFormat } from './report.ts'

/** By the value of `--format`. */
export const EXPLAIN_FORMATS: { readonly [name: string]: () => Promise<ExplainFormat> } = {
  pretty: async () => (await import('./format-pretty.ts')).formatPretty,
  json: async () => (await import('./format-json.ts')).formatJson,
  markdown: async () => (await import('./format-markdown.ts')).formatMarkdown,
}
