import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { classifyPath, decodeSegments, graphOf } from './alternatives.ts'

const segment = fc.stringMatching(/^[a-zA-Z0-9_~é€-]{1,6}$/)
const plainPath = fc.array(segment, { minLength: 1, maxLength: 4 })

test('segments are among the decodings of each way to escape them, once and twice', () => {
  const escaped = (text: string, some: (at: number) => boolean): string =>
    Array.from(text, (one, at) =>
      one >= '\u0080'
        ? encodeURIComponent(one)
        : some(at)
          ? `%${one.charCodeAt(0).toString(16)}`
          : one,
    ).join('')
  fc.assert(
    fc.property(plainPath, fc.array(fc.boolean(), { minLength: 1 }), (segments, which) => {
      const once = segments.map((each) => escaped(each, (at) => which[at % which.length]!))
      const twice = once.map((each) => each.replaceAll('%', '%25'))
      for (const raw of [once, twice]) {
        const decoded = decodeSegments(`/${raw.join('/')}`)!
        for (const [at, each] of segments.entries()) expect(decoded[at]).toContain(each)
      }
    }),
  )
})

/** Any UTF-16, broken pairs included. */
const anyText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }),
      fc.constantFrom(...'/%.;\\2fF#?A'.split('').map((one) => one.charCodeAt(0))),
    ),
  )
  .map((codes) => String.fromCharCode(...codes))

test('any text has a class, and decodings or none', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(classifyPath(`/${text}`, 0)).toBeGreaterThanOrEqual(-1)
      const segments = decodeSegments(`/${text}`)
      if (segments !== undefined) expect(graphOf(segments, 'separator')).not.toHaveLength(0)
    }),
  )
})
