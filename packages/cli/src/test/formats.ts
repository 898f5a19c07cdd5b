/**
 * The formats of `test`, each loaded on demand.
 *
 * @module
 */
import type { Format } from './report.ts'

/** By the value of `--format`. */
export const FORMATS: { readonly [name: string]: () => Promise<Format> } = {
  pretty: async () => (await import('./format-pretty.ts')).formatPretty,
  json: async () => (await import('./format-json.ts')).formatJson,
  junit: async () => (await import('./format-junit.ts')).formatJunit,
  github: async () => (await import('./format-github.ts')).formatGithub,
}
