import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutPolicy } from '../decide/index.ts'
import type { DecidedRequest } from './decided-request.ts'
import { HOUR, UsageCounts, type UsageHour, type UsageRow } from './usage-counts.ts'
import { readUsage, usageHeader, usageLines } from './usage-lines.ts'

const START = Date.UTC(2026, 10, 30, 15)

/** A decision, as a layer reports it. */
function decided(
  origin: string,
  { now = START, grant = null as number | null, cookie = false } = {},
): DecidedRequest {
  const facts = {
    method: 'GET',
    url: 'https://api.example.com/orders/1?token=s3cret',
    headers: [['Origin', origin] as const, ...(cookie ? [['Cookie', 's3cret'] as const] : [])],
  }
  const decision = { ...withoutPolicy(facts), resource: 'orders', grant }
  return { facts, context: {}, moment: { now }, engine: null, decision }
}

test('decisions that are alike are one row of their hour', () => {
  const counts = new UsageCounts('production')
  for (const origin of ['https://a.example', 'https://b.example', 'https://a.example'])
    counts.add(decided(origin))
  counts.add(decided('https://a.example', { cookie: true }))
  counts.add(decided('https://a.example', { now: START + HOUR }))
  expect(counts.take(START)).toEqual([])
  const [first, ...more] = counts.take(START + HOUR)
  expect(more).toEqual([])
  expect(first).toMatchObject({ environment: 'production', hour: START, seen: 4, dropped: 0 })
  expect(first?.rows.map(({ origin, credentials, n }) => [origin, credentials, n])).toEqual([
    ['https://a.example', false, 2],
    ['https://b.example', false, 1],
    ['https://a.example', true, 1],
  ])
  expect(counts.take(Number.POSITIVE_INFINITY)).toMatchObject([{ hour: START + HOUR, seen: 1 }])
})

test('rows are bounded; made-up origins take no room from grants, and what finds none is counted', () => {
  const counts = new UsageCounts('production', 3)
  for (let at = 0; at < 10; at++) counts.add(decided(`https://evil${at}.example`))
  for (let at = 0; at < 5; at++) counts.add(decided('https://app.example', { grant: 0 }))
  const [hour] = counts.take(Number.POSITIVE_INFINITY)
  expect(hour).toMatchObject({ seen: 8, dropped: 7 })
  expect(hour?.rows).toHaveLength(4)
  expect(hour?.rows.find(({ grant }) => grant === 0)?.n).toBe(5)
})

test('a clock that jumps makes a bounded number of hours, and loses no decision', () => {
  const counts = new UsageCounts('production')
  for (let at = 0; at < 100; at++) counts.add(decided('https://a.example', { now: at * HOUR }))
  const hours = counts.take(Number.POSITIVE_INFINITY)
  expect(hours.length).toBeLessThanOrEqual(4)
  expect(hours.reduce((sum, { seen }) => sum + seen, 0)).toBe(100)
})

const row: fc.Arbitrary<UsageRow> = fc.record({
  resource: fc.option(fc.constantFrom('orders', 'account')),
  grant: fc.option(fc.nat(2)),
  set: fc.option(fc.constantFrom('web', 'partner')),
  origin: fc.option(
    fc.oneof(fc.constantFrom('https://a.example', 'null'), fc.string({ unit: 'binary' })),
  ),
  kind: fc.constantFrom('actual', 'preflight', 'websocket'),
  reach: fc.boolean(),
  read: fc.boolean(),
  reason: fc.constantFrom('granted', 'origin-not-granted'),
  credentials: fc.boolean(),
  mode: fc.constant('enforce'),
  n: fc.integer({ min: 1, max: 1_000 }),
})

const hour: fc.Arbitrary<UsageHour> = fc
  .record({
    environment: fc.constantFrom('production', 'staging'),
    at: fc.nat(3),
    rows: fc.array(row, { maxLength: 5 }),
    dropped: fc.nat(9),
  })
  .map(({ at, rows, ...rest }) => ({
    ...rest,
    hour: START + at * HOUR,
    rows,
    seen: rows.reduce((sum, { n }) => sum + n, 0),
  }))

const textOf = (one: UsageHour): string =>
  [usageHeader('gateway', one.environment, START), ...usageLines(one), ''].join('\n')

test('F29: what is written is read, and adds up over restarts, processes and files', () => {
  fc.assert(
    fc.property(fc.array(hour, { maxLength: 6 }), fc.nat(6), (hours, split) => {
      const files = [hours.slice(0, split), hours.slice(split)].map((one) =>
        one.map(textOf).join(''),
      )
      for (const text of files) expect(text).toMatch(/^[\x20-\x7e\n]*$/)
      const usage = readUsage(files)
      expect(usage.unreadable).toBe(0)
      const sum = (counts: readonly { readonly seen: number; readonly dropped: number }[]) =>
        counts.reduce(
          (total, { seen, dropped }) => [(total[0] ?? 0) + seen, (total[1] ?? 0) + dropped],
          [0, 0],
        )
      expect(sum(usage.hours)).toEqual(sum(hours))
      const rows = hours.flatMap((one) =>
        one.rows.map((each) => ({ ...each, environment: one.environment })),
      )
      expect(usage.rows.reduce((total, { n }) => total + n, 0)).toBe(
        rows.reduce((total, { n }) => total + n, 0),
      )
      for (const total of usage.rows) {
        const { n, firstSeen, lastSeen, ...key } = total
        const alike = rows.filter((one) =>
          Object.entries(key).every(([name, value]) => one[name as keyof typeof one] === value),
        )
        expect(alike.reduce((count, one) => count + one.n, 0)).toBe(n)
        expect(firstSeen).toBeLessThanOrEqual(lastSeen)
      }
    }),
    { numRuns: 200 },
  )
})

test('F29: a file that is cut off anywhere is read up to the cut, and what follows it is read too', () => {
  const counts = new UsageCounts('production')
  for (const origin of ['https://a.example', 'https://b.example']) counts.add(decided(origin))
  const text = counts.take(Number.POSITIVE_INFINITY).map(textOf).join('')
  const next = textOf({
    environment: 'production',
    hour: START + HOUR,
    rows: [],
    seen: 0,
    dropped: 3,
  })
  for (let cut = 0; cut <= text.length; cut++) {
    const usage = readUsage([`${text.slice(0, cut)}\n${next}`])
    expect(usage.unreadable).toBeLessThanOrEqual(1)
    expect(usage.hours.at(-1)).toMatchObject({ hour: START + HOUR, seen: 0, dropped: 3 })
    const isClosed = usage.hours.some(({ hour: at }) => at === START)
    if (isClosed) expect(usage.rows).toHaveLength(2)
  }
})

test.each([
  'null',
  '[]',
  '{"hour":"2026-11-30T15:30:00Z","seen":1,"dropped":0}',
  '{"hour":"2026-11-30T15:00:00Z","seen":-1,"dropped":0}',
  '{"hour":"2026-11-30T15:00:00Z","resource":"orders","n":1}',
])('%s is no line of this format', (line) => {
  const header = usageHeader('gateway', 'production', START)
  expect(readUsage([`${header}\n${line}\n`])).toEqual({ rows: [], hours: [], unreadable: 1 })
})

test('lines before a header are unreadable: nobody knows whose they are', () => {
  expect(readUsage(['{"hour":"2026-11-30T15:00:00Z","seen":1,"dropped":0}\n']).unreadable).toBe(1)
})
