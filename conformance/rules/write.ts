/**
 * Compares `docs/rules.md` with what the engine decides and with the tree, and exits 1 when it is stale; with `--write` it rewrites it.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { rulesPage } from './rules-page.ts'

const FILE = new URL('../../docs/rules.md', import.meta.url)

const before = readFileSync(FILE, 'utf8')
const text = rulesPage(before)
if (text !== before && process.argv.includes('--write')) writeFileSync(FILE, text)
else if (text !== before) {
  console.log('docs/rules.md is stale')
  process.exitCode = 1
}
