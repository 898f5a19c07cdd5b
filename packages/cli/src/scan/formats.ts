/**
 * The formats of `scan`, each loaded on demand.
 *
 * @module
 */
import type { ScanFormat } from './scan-format.ts'

/** By the value of `--format`. */
export const SCAN_FORMATS: { readonly [name: string]: () => Promise<ScanFormat> } = {
  pretty: async () => (await import('./format-pretty.ts')).formatPretty,
  json: async () => (await import('./format-json.ts')).formatJson,
  ndjson: async () => (await import('./format-json.ts')).formatNdjson,
  junit: async () => (await import('./format-junit.ts')).formatJunit,
  sarif: async () => (await import('./format-sarif.ts')).formatSarif,
  github: async () => (await import('./format-github.ts')).formatGithub,
  markdown: async () => (await import('./format-markdown.ts')).formatMarkdown,
}
