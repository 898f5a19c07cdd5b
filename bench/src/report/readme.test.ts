import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeFigures } from './readme.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'marque-bench-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const START = '<!-- figures: written by `npm run bench -- --write` -->'
const END = '<!-- end of figures -->'

test('replaces the text between the markers on every run', () => {
  const path = join(folder, 'README.md')
  writeFileSync(path, `before\n${START}\nold\n${END}\nbehind\n`)
  for (const figures of ['first', 'second']) {
    writeFigures(pathToFileURL(path), figures)
    expect(readFileSync(path, 'utf8')).toBe(`before\n${START}\n\n${figures}\n\n${END}\nbehind\n`)
  }
})

test('writes nothing if the markers are missing', () => {
  const path = join(folder, 'README.md')
  writeFileSync(path, 'no section')
  expect(() => writeFigures(pathToFileURL(path), 'figures')).toThrow('no section')
  expect(readFileSync(path, 'utf8')).toBe('no section')
})
