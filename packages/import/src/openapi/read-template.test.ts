import { readPathPattern } from '@marque/core'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exactCases, impossibleCases, widerCases } from './read-template.cases.ts'
import { readTemplate, shapeOf } from './read-template.ts'

describe('a template that a pattern says', () => {
  for (const [template, path] of exactCases) {
    test(template.slice(0, 60), () =>
      expect(readTemplate(template)).toEqual({ path, wider: null, narrower: null }),
    )
  }
})

describe('a template that only a wider pattern covers', () => {
  for (const [template, path, why] of widerCases) {
    test(template, () => {
      const read = readTemplate(template)
      expect(read.path).toBe(path)
      expect(read.path !== null && read.wider).toContain(why)
    })
  }
})

describe('a template that no pattern can say', () => {
  for (const [template, why] of impossibleCases) {
    test(JSON.stringify(template.slice(0, 60)), () => {
      const read = readTemplate(template)
      expect(read.path).toBeNull()
      expect(read.path === null && read.why).toContain(why)
    })
  }
})

test('every path gives a valid pattern or a reason', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const read = readTemplate(`/${text}`)
      if (read.path === null) expect(read.why).not.toBe('')
      else expect(readPathPattern(read.path)).toBeDefined()
    }),
  )
})

test('shapes depend on literals, not on names', () => {
  expect(shapeOf('/a/{x}/b/')).toBe(shapeOf('/a/{y}/b'))
  expect(shapeOf('/a/x')).not.toBe(shapeOf('/a/{x}'))
  expect(shapeOf('/')).toBe('/')
})
