import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Bundle } from './bundle.ts'
import { bundleBytes, canonicalJson } from './canonical.ts'
import { sampleBundle } from './sample-bundle.cases.ts'

const nested = (levels: number): unknown => (levels === 0 ? [] : [nested(levels - 1)])
const cycle: unknown[] = []
cycle.push(cycle)

describe('the canonical text of a value', () => {
  for (const [name, value, want] of [
    // The examples of RFC 8785, 3.2.2 and 3.2.3.
    [
      'RFC 8785, 3.2.2',
      JSON.parse(
        String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
      ),
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    ],
    [
      'RFC 8785, 3.2.3: keys by UTF-16 code units',
      { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 },
      '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\u{1f600}":5,"\ufb33":3}',
    ],
    ['minus zero is zero', [-0], '[0]'],
    ['keys that look like numbers are sorted as text', { 10: 1, 9: 2 }, '{"10":1,"9":2}'],
    ['an empty key is a key', { '': [], a: {} }, '{"":[],"a":{}}'],
    ['an undefined member is none', { a: undefined, b: 1, c: undefined }, '{"b":1}'],
    ['a list of texts', ['b', 'a', '"\u2028'], '["b","a","\\"\u2028"]'],
    ['an own key `__proto__`', JSON.parse('{"b":1,"__proto__":2}'), '{"__proto__":2,"b":1}'],
    ['64 levels', nested(63), `${'['.repeat(64)}${']'.repeat(64)}`],
  ] as const) {
    test(name, () => expect(canonicalJson(value)).toBe(want))
  }
})

describe('without canonical text', () => {
  for (const [name, value] of [
    ['half of a surrogate pair', '\ud800'],
    ['one in a list of texts', ['a', '\udc00']],
    ['one in a mixed list', [1, 'a\ud800b']],
    ['one in a key', { '\ud800': 1 }],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['no number', Number.NaN],
    ['undefined', undefined],
    ['undefined in a list', [undefined]],
    ['a function', { a: () => 1 }],
    ['a big integer', 1n],
    ['65 levels', nested(64)],
    ['a cycle', cycle],
  ] as const) {
    test(name, () => expect(canonicalJson(value)).toBeUndefined())
  }
})

test('the canonical text says the same value, and every order of keys gives it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
      const text = canonicalJson(value)
      expect(text).toBe(canonicalJson(reversed(value)))
      expect(canonicalJson(JSON.parse(text ?? ''))).toBe(text)
      expect(JSON.parse(text ?? '')).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('the bytes of a bundle are its text in UTF-8', () => {
  const bundle: Bundle = { ...sampleBundle, contact: 'zoë@example.com' }
  expect(new TextDecoder().decode(bundleBytes(bundle))).toBe(canonicalJson(bundle))
})

test('a bundle that JSON cannot say is a TypeError', () => {
  expect(() => bundleBytes({ ...sampleBundle, contact: '\ud800' })).toThrow(TypeError)
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, member]) => [key, reversed(member)])
  return Object.fromEntries(entries.reverse())
}
