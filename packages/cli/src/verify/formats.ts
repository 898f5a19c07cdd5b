/**
 * The formats of `verify`, each loaded on demand.
 *
 * @module
 */
import type { VerifyFormat } from './report.ts'

/** By the value of `--format`. */
export const VERIFY_FORMATS: { readonly [name: string]: () => Promise<VerifyFormat> } = {
  pretty: async () => (await import('./format-pretty.ts')).formatPretty,
  json: async () => (await import('./format-json.ts')).formatJson,
  ndjson: async () => (await import('./format-json.ts')).formatNdjson,
  junit: async () => (await import('./format-junit.ts')).formatJunit,
  sarif: async () => (await import('./format-sarif.ts')).formatSarif,
  github: async () => (await import('./format-github.ts')).formatGithub,
  html: async () => (await import('./format-html.ts')).formatHtml,
  markdown: async () => (await import('./format-markdown.ts')).formatMarkdown,
}
