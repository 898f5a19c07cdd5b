import { expect, test } from 'vitest'
import { same } from './same.js'

test.each([
  ['the same', { a: [1, null, { b: 'x' }] }, { a: [1, null, { b: 'x' }] }, true],
  ['keys in another order', { a: 1, b: 2 }, { b: 2, a: 1 }, true],
  ['another value', { a: [1, 2] }, { a: [1, 3] }, false],
  ['one element more', [1], [1, 2], false],
  ['a list and an object', [1], { 0: 1 }, false],
  ['null and nothing', { a: null }, {}, false],
  ['a key of another name', { a: undefined }, { b: undefined }, false],
])('decisions are compared: %s', (_, one, other, want) => {
  expect(same(one, other)).toBe(want)
  expect(same(other, one)).toBe(want)
})
