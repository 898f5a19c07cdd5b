import { expect, test } from 'vitest'
import { memoryStore } from './memory-store.ts'
import { rateLimitFields } from './rate-limit-fields.ts'
import { type Bucket, type BucketState, bucketRule, remaining } from './token-bucket.ts'

let time = 0
const clock = { wall: () => 0, monotonic: () => time }

const bucket = (limit: number, per: number, burst = 0, name = 'client', key = 'a'): Bucket => ({
  rule: bucketRule(name, { by: 'client', limit, per, burst }),
  key,
})

const take = (store: ReturnType<typeof memoryStore>, buckets: readonly Bucket[]) =>
  store.take(buckets) as readonly BucketState[]

/** How many requests come through at once. */
function through(store: ReturnType<typeof memoryStore>, one: Bucket): number {
  let count = 0
  while (count < 10_000 && take(store, [one])[0]?.isExceeded === false) count++
  return count
}

test.each([
  [1, 1_000, 0],
  [7, 60_000, 0],
  [7, 60_000, 3],
  [3, 1_000, 10],
  [999, 7_777, 1],
])(
  'of %i in %i ms and a burst of %i exactly so many come at once, and the limit again in each window',
  (limit, per, burst) => {
    time = 12_345.678
    const store = memoryStore(clock)
    const one = bucket(limit, per, burst)
    expect(through(store, one)).toBe(limit + burst)
    for (let at = 0; at < 5; at++) {
      time += per
      expect(through(store, one)).toBe(limit)
    }
    time += per * 100
    expect(through(store, one)).toBe(limit + burst)
  },
)

test('what is left is evenly given back', () => {
  time = 0
  const store = memoryStore(clock)
  const one = bucket(10, 10_000)
  expect(through(store, one)).toBe(10)
  time += 999
  expect(through(store, one)).toBe(0)
  time += 1
  expect(through(store, one)).toBe(1)
})

test('a request that one bucket refuses is counted in none', () => {
  time = 0
  const store = memoryStore(clock)
  const wide = bucket(100, 1_000, 0, 'wide')
  const narrow = bucket(1, 1_000, 0, 'narrow')
  take(store, [wide, narrow])
  for (let at = 0; at < 50; at++) {
    expect(take(store, [wide, narrow]).map(({ isExceeded }) => isExceeded)).toEqual([false, true])
  }
  const [left] = take(store, [wide])
  expect(left && remaining(wide.rule, left)).toBe(98)
})

test('memory is bounded, and a flood in one rule makes nobody forget another', () => {
  time = 0
  const store = memoryStore(clock, 100)
  const partner = bucket(1, 60_000, 0, 'origin', 'partner')
  take(store, [partner])
  const first = bucket(1, 60_000, 0, 'client', 'first')
  take(store, [first])
  for (let at = 0; at < 100; at++) take(store, [bucket(1, 60_000, 0, 'client', `c${at}`)])
  expect(take(store, [partner])[0]?.isExceeded).toBe(true)
  expect(take(store, [first])[0]?.isExceeded).toBe(false)
})

test('what was used last is forgotten last', () => {
  time = 0
  const store = memoryStore(clock, 2)
  const [a, b, c] = ['a', 'b', 'c'].map((key) => bucket(2, 60_000, 0, 'client', key)) as [
    Bucket,
    Bucket,
    Bucket,
  ]
  for (const one of [a, b, a, c]) take(store, [one])
  expect(take(store, [a])[0]?.isExceeded).toBe(true)
  expect(through(store, b)).toBe(2)
})

test('whoever comes again displaces nobody', () => {
  time = 0
  const store = memoryStore(clock, 2)
  const quiet = bucket(1, 60_000, 0, 'client', 'quiet')
  take(store, [quiet])
  for (let at = 0; at < 5; at++) take(store, [bucket(9, 60_000, 0, 'client', 'loud')])
  expect(take(store, [quiet])[0]?.isExceeded).toBe(true)
})

test('fields say what is left, and when to come again', () => {
  time = 0
  const store = memoryStore(clock)
  const both = [bucket(2, 10_000, 0, 'client'), bucket(100, 3_600_000, 20, 'origin')]
  expect(rateLimitFields(both, take(store, both))).toEqual([
    ['ratelimit-policy', '"client";q=2;w=10, "origin";q=100;w=3600'],
    ['ratelimit', '"client";r=1;t=5, "origin";r=119;t=36'],
  ])
  take(store, both)
  time += 1_000
  expect(rateLimitFields(both, take(store, both))).toEqual([
    ['ratelimit-policy', '"client";q=2;w=10, "origin";q=100;w=3600'],
    ['ratelimit', '"client";r=0;t=4, "origin";r=118;t=71'],
    ['retry-after', '4'],
  ])
  expect(rateLimitFields([], [])).toEqual([])
})

test.each([
  [0, 1_000, 0],
  [1, 0, 0],
  [1, 1_000, -1],
  [Number.NaN, 1_000, 0],
])('a limit of %d in %d with a burst of %d is none', (limit, per, burst) => {
  expect(() => bucket(limit, per, burst)).toThrow(TypeError)
})
