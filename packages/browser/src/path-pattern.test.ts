import { describe, expect, test } from 'vitest'
import { cases, refused } from './path-pattern.cases.ts'
import { readPathPattern } from './path-pattern.ts'

for (const { pattern, covered, others } of cases) {
  describe(pattern, () => {
    const covers = readPathPattern(pattern)
    for (const path of covered) test(`covers ${path}`, () => expect(covers(path)).toBe(true))
    for (const path of others)
      test(`does not cover ${path}`, () => expect(covers(path)).toBe(false))
  })
}

for (const pattern of refused) {
  test(`\`${pattern}\` is not a pattern`, () =>
    expect(() => readPathPattern(pattern)).toThrow(TypeError))
}
