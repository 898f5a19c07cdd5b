import fc from 'fast-check'
import { expect, test } from 'vitest'
import { millisText, quoted, quotedOrNull, timeText } from './json-text.ts'

test('any text comes back from its quotes, and none reaches a terminal', () => {
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme-ascii' }))
  fc.assert(
    fc.property(texts, (text) => {
      expect(JSON.parse(quoted(text))).toBe(text)
      expect(quoted(text)).toMatch(/^[\x20-\x7e]*$/)
    }),
  )
})

for (const text of ['"', '\\', '\x7f', '\x1b[31m', '\u0085', '\u202e', '\n', '\ud800', '']) {
  test(`quoted: ${JSON.stringify(text)}`, () => {
    expect(JSON.parse(quoted(text))).toBe(text)
    expect(quoted(text)).toMatch(/^[\x20-\x7e]*$/)
  })
}

test('null is no text', () => {
  expect(quotedOrNull(null)).toBe('null')
  expect(quotedOrNull('null')).toBe('"null"')
})

test('times are those of Date, whatever time was written before', () => {
  const times = fc.integer({ min: 0, max: 4_102_444_800_000 })
  fc.assert(
    fc.property(times, fc.integer({ min: 0, max: 2_500 }), (time, later) => {
      for (const now of [time, time + later, time]) {
        expect(JSON.parse(timeText(now))).toBe(new Date(now).toISOString())
      }
    }),
  )
})

test('milliseconds are read back to three places', () => {
  for (const [millis, want] of [
    [0, '0.000'],
    [0.0004, '0.000'],
    [0.0126, '0.013'],
    [1.2345, '1.235'],
    [999.9996, '1000.000'],
    [61_000.5, '61000.500'],
  ] as const) {
    expect(millisText(millis)).toBe(want)
  }
})
