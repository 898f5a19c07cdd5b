import { expect, test } from 'vitest'
import { readRetryAfter } from './retry-after.ts'

const NOW = Date.UTC(2030, 0, 1, 12, 0, 0)

const cases: readonly {
  readonly name: string
  readonly value?: string
  readonly date?: string
  readonly want: number | null
}[] = [
  { name: 'absent', want: null },
  { name: 'seconds', value: '3', want: 3000 },
  { name: 'none', value: '0', want: 0 },
  { name: 'a date', value: 'Tue, 01 Jan 2030 12:00:05 GMT', want: 5000 },
  { name: 'a date that has passed', value: 'Tue, 01 Jan 2030 11:59:00 GMT', want: 0 },
  { name: 'a date of RFC 850', value: 'Tuesday, 01-Jan-30 12:00:05 GMT', want: 5000 },
  { name: 'a date of asctime', value: 'Tue Jan  1 12:00:05 2030', want: 5000 },
  {
    name: 'a date by the clock of the layer',
    value: 'Tue, 01 Jan 2030 13:00:05 GMT',
    date: 'Tue, 01 Jan 2030 13:00:00 GMT',
    want: 5000,
  },
  { name: 'empty', value: '', want: null },
  { name: 'negative', value: '-1', want: null },
  { name: 'a fraction', value: '1.5', want: null },
  { name: 'a unit', value: '1s', want: null },
  { name: 'words', value: 'soon', want: null },
  { name: 'a date without its weekday', value: '2030-01-01T12:00:05Z', want: null },
]
for (const { name, value, date, want } of cases) {
  test(`Retry-After: ${name}`, () => {
    const headers = [
      ...(date === undefined ? [] : [['date', date] as const]),
      ...(value === undefined ? [] : [['retry-after', value] as const]),
    ]
    expect(readRetryAfter(headers, NOW)).toBe(want)
  })
}
