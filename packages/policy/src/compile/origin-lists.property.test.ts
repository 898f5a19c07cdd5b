import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { originOf } from './build-model.cases.ts'
import { originListOf } from './origin-lists.ts'

/** Small alphabets, so that entries cover one another often. */
const host = fc
  .array(fc.constantFrom('a', 'b', 'a-bb', 'a-a-bb', 'example'), { minLength: 1, maxLength: 3 })
  .map((labels) => [...labels, 'test'].join('.'))
const entry = fc
  .tuple(
    fc.constantFrom('http', 'https'),
    fc.constantFrom('', '', '*.', '*-bb.', '*-a-bb.'),
    host,
    fc.constantFrom('', ':8080', ':*'),
  )
  .map(([scheme, star, name, port]) => `${scheme}://${star}${name}${port}`)
const origin = fc
  .tuple(fc.constantFrom('http', 'https'), host, fc.constantFrom('', ':8080', ':9'))
  .map(([scheme, name, port]) => `${scheme}://${name}${port}`)

/** D3 by a regular expression, which shares nothing with the index. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll('.', '\\.')
    .replace('://*\\.', '://([a-z-]+\\.)+')
    .replace('://*-', '://[a-z-]+-')
    .replace(/:\*$/, '(:[0-9]+)?')
  return new RegExp(`^${source}$`).test(text)
}

test('pruning changes for no origin whether the list holds it', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 8 }), origin, (allow, text) => {
      const { exact, patterns } = originListOf(allow.map(originOf), null)
      const holds = (entries: readonly string[]): boolean =>
        entries.some((one) => matches(one, text))
      expect(holds([...exact, ...patterns])).toBe(holds(allow))
    }),
    { numRuns: 2000 },
  )
})

test('nothing that is left is covered by something else that is left', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 8 }), (allow) => {
      const { exact, patterns } = originListOf(allow.map(originOf), null)
      for (const text of exact)
        expect(patterns.some((pattern) => matches(pattern, text))).toBe(false)
      for (const text of patterns) {
        const others = patterns.filter((other) => other !== text).map(originOf)
        expect(originListOf([...others, originOf(text)], null).patterns).toContain(text)
      }
    }),
  )
})
