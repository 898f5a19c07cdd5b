/**
 * The finding formats, each loaded on demand.
 *
 * @module
 */
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
