import { expect, test } from 'vitest'
import { PARTS, readOptions } from './options.ts'

test('measures everything where no part is named', () => {
  expect(readOptions([])).toEqual({ parts: PARTS, quick: false, json: false, write: false })
})

test('measures the parts that are named', () => {
  expect(readOptions(['check', 'go', '--quick'])).toMatchObject({
    parts: ['check', 'go'],
    quick: true,
  })
})

test.each([
  [['gateway'], 'no part of the bench'],
  [['decide', '--write'], 'all parts'],
  [['--fast'], '--fast'],
])('%j is answered with a sentence', (args, part) => {
  expect(readOptions(args)).toContain(part)
})
