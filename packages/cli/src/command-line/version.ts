/**
 * The version of the command, from its package.
 *
 * @module
 */
import { readFileSync } from 'node:fs'

/** The version of `@marque/cli`. The file lies two folders up from here, in the sources and in what is built from them. */
export function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}
