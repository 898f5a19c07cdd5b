import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const SRC = fileURLToPath(new URL('../src/', import.meta.url))
const IMPORTED = /^(?:import|export)\s+(?!type\b)(?:[^'"]*?\sfrom\s+)?'(\.[^']+)'/gm

/** The files that a module loads at run time, itself included, relative to `src`. */
function loadedBy(entry: string): readonly string[] {
  const seen = new Set<string>()
  const visit = (file: string): void => {
    if (seen.has(file)) return
    seen.add(file)
    const text = readFileSync(file, 'utf8')
    for (const [, specifier = ''] of text.matchAll(IMPORTED)) visit(join(dirname(file), specifier))
  }
  visit(join(SRC, entry))
  return [...seen].map((file) => relative(SRC, file))
}

const within = (files: readonly string[], ...folders: readonly string[]): readonly string[] =>
  files.filter((file) => folders.some((folder) => file.startsWith(`${folder}/`)))

test('the main entry point loads neither diff nor tests nor the editor', () => {
  expect(within(loadedBy('index.ts'), 'diff', 'tests', 'editor')).toEqual([])
})

test('diff reads bundles only: it loads nothing that reads a policy', () => {
  const files = loadedBy('diff/index.ts')
  expect(within(files, 'text', 'document', 'read', 'rules', 'findings', 'catalogue')).toEqual([])
})

test('policy tests load neither diff nor the editor', () => {
  expect(within(loadedBy('tests/index.ts'), 'diff', 'editor')).toEqual([])
})
