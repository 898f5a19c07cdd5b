import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { notPathPatternCases, orderedPatterns, pathPatternCases } from './pattern.cases.ts'
import { comparePathPatterns, readPathPattern } from './pattern.ts'

describe('D5: patterns are read into their segments', () => {
  for (const [text, segments, rest] of pathPatternCases) {
    test(text.slice(0, 40), () => expect(readPathPattern(text)).toEqual({ text, segments, rest }))
  }
})

describe('D5: no pattern', () => {
  for (const text of notPathPatternCases) {
    test(JSON.stringify(text).slice(0, 40), () => expect(readPathPattern(text)).toBeUndefined())
  }
})

describe('D7: the more specific pattern comes first', () => {
  const read = () => orderedPatterns.map((text) => readPathPattern(text)!)

  test('whatever two are compared', () => {
    const patterns = read()
    for (const [at, a] of patterns.entries()) {
      for (const [other, b] of patterns.entries()) {
        const order = Math.sign(comparePathPatterns(a, b))
        expect(order, `${a.text} and ${b.text}`).toBe(Math.sign(at - other))
      }
    }
  })

  test('whatever order they come in', () => {
    const patterns = read()
    fc.assert(
      fc.property(fc.shuffledSubarray(patterns, { minLength: patterns.length }), (shuffled) => {
        expect(shuffled.sort(comparePathPatterns)).toEqual(patterns)
      }),
    )
  })

  test('neither names nor a trailing slash make a difference', () => {
    const equal = (a: string, b: string): number =>
      comparePathPatterns(readPathPattern(a)!, readPathPattern(b)!)
    expect(equal('/a/{x}', '/a/{y}')).toBe(0)
    expect(equal('/a/', '/a')).toBe(0)
    expect(equal('/a/{x}/**', '/a/{y}/**')).toBe(0)
  })
})
