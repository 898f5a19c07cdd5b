/**
 * The formats of `check`, each loaded when it is asked for.
 *
 * @module
 */
import type { Format } from './report.ts'

/** What people read, in `check` and wherever a policy is refused. */
export async function loadPretty(): Promise<Format> {
  return (await import('./format-pretty.ts')).formatPretty
}

/** Annotations of findings, in `check` and wherever a policy is refused. */
export async function loadGithub(): Promise<Format> {
  return (await import('./format-github.ts')).formatGithub
}

/** By the name that `--format` takes. */
export const FORMATS: { readonly [name: string]: () => Promise<Format> } = {
  pretty: loadPretty,
  json: async () => (await import('./format-json.ts')).formatJson,
  sarif: async () => (await import('./format-sarif.ts')).formatSarif,
  github: loadGithub,
  junit: async () => (await import('./format-junit.ts')).formatJunit,
}
