import { expect, test } from 'vitest'
import { isBlank, trimSpace } from './white-space.ts'

test.each([
  ['', ''],
  [' \t', ''],
  ['a', 'a'],
  [' a', 'a'],
  ['a\t', 'a'],
  ['\t a b \t', 'a b'],
  ['\u00a0a\ufeff', '\u00a0a\ufeff'],
  ['\na\r', '\na\r'],
])('%j without the space around it is %j', (text, want) => {
  expect(trimSpace(text)).toBe(want)
  expect(isBlank(text)).toBe(want === '')
})
