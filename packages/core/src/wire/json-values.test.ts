import { expect, test } from 'vitest'
import { instantIn } from './json-values.ts'

test('an instant may be an integer of epoch milliseconds', () => {
  expect(instantIn(0)).toBe(0)
  expect(instantIn(-1)).toBe(-1)
  expect(instantIn('1970-01-01T00:00:00Z')).toBe(0)
  for (const wrong of [1.5, Number.NaN, 1e300, true, null, [], {}, '0']) {
    expect(instantIn(wrong)).toBeUndefined()
  }
})
