/**
 * Writes what is made from the schema and the catalogue: the JSON Schema, the reference page, a page for each finding; and the list of
 * public suffixes below other names.
 *
 * `--write` rewrites; without it (or with `--check`) it compares, names what is stale, and exits 1.
 *
 * @module
 */
import { globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { FindingRule } from '../src/catalogue/index.ts'
import { findingIndex, findingPage } from './finding-pages.ts'
import { writeJsonSchema } from './json-schema.ts'
import { policyPage } from './policy-page.ts'
import { suffixesBelow } from './suffixes-below.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const FINDINGS = 'docs/reference/findings'

/** The registries of all packages, found by their place: the pages are one catalogue, and no arrow leads from here to the others. */
const registries = await Promise.all(
  globSync('packages/*/src/catalogue/catalogue.ts', { cwd: ROOT }).map(
    (path): Promise<{ readonly RULES: readonly FindingRule[] }> =>
      import(pathToFileURL(join(ROOT, path)).href),
  ),
)
const RULES = registries.flatMap((one) => one.RULES).sort((a, b) => (a.code < b.code ? -1 : 1))

const schema = writeJsonSchema()
const files = new Map<string, string>([
  ['packages/policy/src/document/policy-1.json', schema],
  ['packages/policy/src/rules/suffixes-below.ts', suffixesBelow()],
  ['docs/reference/policy.md', policyPage(JSON.parse(schema))],
  [`${FINDINGS}/README.md`, findingIndex(RULES)],
  ...RULES.map((rule): [string, string] => [`${FINDINGS}/${rule.code}.md`, findingPage(rule)]),
])

const stale = [...files].filter(([path, text]) => readIfThere(path) !== text).map(([path]) => path)
const left = pagesThere().filter((path) => !files.has(path))

if (process.argv.includes('--write')) {
  for (const path of stale) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true })
    writeFileSync(join(ROOT, path), files.get(path) ?? '')
  }
  for (const path of left) rmSync(join(ROOT, path))
} else if (stale.length + left.length > 0) {
  for (const path of stale) console.log(`${path} is stale`)
  for (const path of left) console.log(`${path} belongs to no finding`)
  process.exitCode = 1
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(join(ROOT, path), 'utf8')
  } catch {
    return undefined
  }
}

function pagesThere(): readonly string[] {
  try {
    return readdirSync(join(ROOT, FINDINGS)).map((name) => `${FINDINGS}/${name}`)
  } catch {
    return []
  }
}
