/**
 * The version of the command, read from its `package.json`.
 *
 * @module
 */
import { readFileSync } from 'node:fs'

/** The version of `@marque/cli`. `package.json` is two folders up, both from `src` and from `dist`. */
export function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}
