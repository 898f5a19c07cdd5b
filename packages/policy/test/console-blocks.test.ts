import { expect, test } from 'vitest'
import { consoleCommands, fits } from './console-blocks.ts'

test('finds commands with their output and its place', () => {
  const page = [
    'a',
    '```console',
    '$ one',
    'first',
    '',
    '$ two \\',
    '    more',
    '```',
    '```sh',
    '$ no',
    '```',
  ].join('\n')
  expect(consoleCommands(page)).toEqual([
    { command: 'one', output: 'first\n', lines: [3, 5] },
    { command: 'two \\\n    more', output: '', lines: [7, 7] },
  ])
})

test('`…` stands for any text, and everything else for itself', () => {
  expect(fits('a…d', 'a\nb\nc d')).toBe(true)
  expect(fits('a.d', 'abd')).toBe(false)
  expect(fits('…', '')).toBe(true)
  expect(fits('a…', 'b a')).toBe(false)
})
