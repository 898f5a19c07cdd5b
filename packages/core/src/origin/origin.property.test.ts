import { bundle, list } from '@marque/testkit/bundles'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildOriginIndex, listsHolding } from '../prepared/origin-index.ts'
import { originCases } from './read-origin.cases.ts'
import { readOrigin } from './read-origin.ts'

const label = fc.constantFrom('a', 'b', 'ab', 'x-1', 'a-ab', 'a--ab', 'b-ab-ab', 'ab-1')
const dot = fc.constantFrom('', '', '', '.')
const host = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 4 }), dot)
  .map(([labels, end]) => `${labels.join('.')}.t${end}`)
const scheme = fc.constantFrom('https', 'http', 'custom')
const port = fc.constantFrom('', ':8443', ':9')
const origin = fc.tuple(scheme, host, port).map(([s, h, p]) => `${s}://${h}${p}`)
const star = fc.constantFrom('*.', '*-ab.', '*--ab.', '*-ab-ab.', '')
const pattern = fc
  .tuple(scheme, star, host, fc.constantFrom('', ':8443', ':*'))
  .map(([s, star, h, p]) => `${s}://${star || (p === ':*' ? '' : '*.')}${h}${p}`)

/** A slow matcher that shares nothing with the index: the pattern as a regular expression over canonical origins. */
function fits(text: string, by: string): boolean {
  const source = by
    .replace(/[.]/g, '[.]')
    .replace(/:[*]$/, '(?::[0-9]+)?')
    .replace('://*[.]', '://(?:[a-z0-9_-]+[.])+')
    .replace('://*-', '://[a-z0-9_-]+-')
  return new RegExp(`^${source}$`).test(text)
}

test('the index says what trying every entry says', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.array(origin, { maxLength: 4 }), fc.array(pattern, { maxLength: 4 })), {
        maxLength: 4,
      }),
      fc.array(origin, { minLength: 1, maxLength: 8 }),
      (lists, origins) => {
        const sets = Object.fromEntries(
          lists.map(([exact, patterns], at) => [`s${at}`, list(exact, patterns)]),
        )
        const index = buildOriginIndex(bundle([], { sets }))
        for (const each of [...origins, ...lists.flatMap(([exact]) => exact)]) {
          const wanted = lists.flatMap(([exact, patterns], at) =>
            exact.includes(each) || patterns.some((by) => fits(each, by)) ? [at + 1] : [],
          )
          expect(listsHolding(index, each)).toEqual(wanted)
        }
      },
    ),
  )
})

test('an origin is read to the parts that it is written from', () => {
  const seeds = originCases.map(([text]) => text)
  fc.assert(
    fc.property(fc.oneof(origin, fc.constantFrom(...seeds)), (text) => {
      const read = readOrigin(text)!
      expect(`${read.scheme}://${read.host}${read.port === null ? '' : `:${read.port}`}`).toBe(text)
    }),
  )
})

test('one byte put anywhere into an origin never leaves the same origin', () => {
  fc.assert(
    fc.property(origin, fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), (text, at, byte) => {
      const place = at % (text.length + 1)
      const changed = text.slice(0, place) + byte + text.slice(place)
      expect(readOrigin(changed)).not.toEqual(readOrigin(text))
    }),
  )
})
