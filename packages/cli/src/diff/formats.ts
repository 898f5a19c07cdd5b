/**
 * The formats of `diff`, each loaded on demand.
 *
 * @module
 */
import type { DiffFormat } from './report.ts'

/** By the value of `--format`. */
export const DIFF_FORMATS: { readonly [name: string]: () => Promise<DiffFormat> } = {
  pretty: async () => (await import('./format-pretty.ts')).formatPretty,
  json: async () => (await import('./format-json.ts')).formatJson,
  markdown: async () => (await import('./format-markdown.ts')).formatMarkdown,
  ndjson: async () => (await import('./format-json.ts')).formatNdjson,
  github: async () => (await import('./format-github.ts')).formatGithub,
}
