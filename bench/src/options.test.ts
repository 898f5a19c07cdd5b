import { expect, test } from 'vitest'
import { PARTS, readOptions } from './options.ts'

test('measures all parts by default', () => {
  expect(readOptions([])).toEqual({ parts: PARTS, quick: false, json: false, write: false })
})

test('measures only the named parts', () => {
  expect(readOptions(['check', 'go', '--quick'])).toMatchObject({
    parts: ['check', 'go'],
    quick: true,
  })
})

test.each([
  [['gateway'], 'not a part of the bench'],
  [['decide', '--write'], 'all parts'],
  [['--fast'], '--fast'],
])('returns an error message for %j', (args, part) => {
  expect(readOptions(args)).toContain(part)
})
