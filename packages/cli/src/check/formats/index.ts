/**
 * The formats of `check`, each loaded when it is asked for.
 *
 * @module
 */
import type { Format } from '../report.ts'

/** What people read, in `check` and wherever a policy is refused. */
export async function loadPretty(): Promise<Format> {
  return (await import('./pretty.ts')).formatPretty
}

/** By the name that `--format` takes. */
export const FORMATS: { readonly [name: string]: () => Promise<Format> } = {
  pretty: loadPretty,
  json: async () => (await import('./json.ts')).formatJson,
  sarif: async () => (await import('./sarif.ts')).formatSarif,
  github: async () => (await import('./github.ts')).formatGithub,
  junit: async () => (await import('./junit.ts')).formatJunit,
}
