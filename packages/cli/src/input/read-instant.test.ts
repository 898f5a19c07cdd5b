import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readInstant, readMoment } from './read-instant.ts'

const instants: readonly (readonly [text: string, iso: string | null])[] = [
  ['2026-11-21T12:00:00Z', '2026-11-21T12:00:00.000Z'],
  ['2026-11-21t12:00:00z', '2026-11-21T12:00:00.000Z'],
  ['2026-11-21T12:00:00.1239Z', '2026-11-21T12:00:00.123Z'],
  ['2026-11-21T12:00:00.5Z', '2026-11-21T12:00:00.500Z'],
  ['2026-11-21T14:30:00+02:30', '2026-11-21T12:00:00.000Z'],
  ['2026-11-21T10:00:00-02:00', '2026-11-21T12:00:00.000Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
  ['1900-02-29T00:00:00Z', null],
  ['2026-04-31T00:00:00Z', null],
  ['2026-11-21T12:00:00', null],
  ['2026-11-21', null],
  ['2026-11-21 12:00:00Z', null],
  ['2026-02-29T00:00:00Z', null],
  ['2026-02-30T00:00:00Z', null],
  ['2026-13-01T00:00:00Z', null],
  ['2026-00-01T00:00:00Z', null],
  ['2026-01-00T00:00:00Z', null],
  ['2026-11-21T24:00:00Z', null],
  ['2026-11-21T12:60:00Z', null],
  ['2026-11-21T12:00:60Z', null],
  ['2026-11-21T12:00:00.Z', null],
  ['2026-11-21T12:00:00+24:00', null],
  ['2026-11-21T12:00:00+0200', null],
  [' 2026-11-21T12:00:00Z', null],
  ['2026-11-21T12:00:00Z\n', null],
  ['+02026-11-21T12:00:00Z', null],
  ['', null],
]

for (const [text, iso] of instants) {
  test(`${JSON.stringify(text)} is ${iso ?? 'no instant'}`, () => {
    expect(readInstant(text)).toBe(iso === null ? undefined : Date.parse(iso))
  })
}

test('an instant that was printed is read back', () => {
  const date = fc.date({
    min: new Date(0),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(date, (instant) => readInstant(instant.toISOString()) === instant.getTime()),
  )
})

test('a program may write whole epoch milliseconds', () => {
  expect(readMoment(0)).toBe(0)
  expect(readMoment(-1)).toBe(-1)
  expect(readMoment('1970-01-01T00:00:00Z')).toBe(0)
  for (const wrong of [1.5, Number.NaN, 1e300, true, null, [], {}, '0']) {
    expect(readMoment(wrong)).toBeUndefined()
  }
})
