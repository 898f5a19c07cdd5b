import { describe, expect, test } from 'vitest'
import { notPatternCases, patternCases } from './read-pattern.cases.ts'
import { isOriginPattern, readPattern } from './read-pattern.ts'

describe('D3: patterns are read into their parts', () => {
  for (const [text, parts] of patternCases) {
    test(text.slice(0, 40), () => {
      expect(readPattern(text)).toEqual(parts)
      expect(isOriginPattern(text)).toBe(true)
    })
  }
})

describe('D3: nothing else is a pattern', () => {
  for (const text of notPatternCases) {
    test(JSON.stringify(text), () => {
      expect(readPattern(text)).toBeUndefined()
      expect(isOriginPattern(text)).toBe(false)
    })
  }
})
