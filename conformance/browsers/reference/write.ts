/**
 * Compares `docs/reference/browsers.md` with what the tables say and exits 1 when it is stale; with `--write` it rewrites it.
 *
 * @module
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { browsersPage } from './page.ts'

const FILE = new URL('../../../docs/reference/browsers.md', import.meta.url)

const text = browsersPage()
if (process.argv.includes('--write')) writeFileSync(FILE, text)
else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== text) {
  console.log('docs/reference/browsers.md is stale')
  process.exitCode = 1
}
