import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatInstant, readInstant } from './instant.ts'

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
    fc.property(
      date,
      (instant) => readInstant(formatInstant(instant.getTime())) === instant.getTime(),
    ),
  )
})

test('an instant is printed without milliseconds that are zero, and as a number beyond what Date holds', () => {
  expect(formatInstant(1_795_262_400_000)).toBe('2026-11-21T12:00:00Z')
  expect(formatInstant(1_795_262_400_500)).toBe('2026-11-21T12:00:00.500Z')
  expect(formatInstant(8.64e15 + 1)).toBe('8640000000000001')
  expect(formatInstant(Number.POSITIVE_INFINITY)).toBe('Infinity')
})
