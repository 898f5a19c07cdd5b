/**
 * The formats of `test`, each loaded when it is asked for.
 *
 * @module
 */
import type { Format } from '../report.ts'

/** By the name that `--format` takes. */
export const FORMATS: { readonly [name: string]: () => Promise<Format> } = {
  pretty: async () => (await import('./pretty.ts')).formatPretty,
  json: async () => (await import('./json.ts')).formatJson,
  junit: async () => (await import('./junit.ts')).formatJunit,
  github: async () => (await import('./github.ts')).formatGithub,
}
