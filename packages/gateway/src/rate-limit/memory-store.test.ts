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

/** How many requests are allowed at once. */
function allowedAtOnce(store: ReturnType<typeof memoryStore>, one: Bucket): number {
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
  'a limit of %i in %i ms with a burst of %i allows exactly limit and burst at once, and the limit in each window after',
  (limit, per, burst) => {
    time = 12_345.678
    const store = memoryStore(clock)
    const one = bucket(limit, per, burst)
    expect(allowedAtOnce(store, one)).toBe(limit + burst)
    for (let at = 0; at < 5; at++) {
      time += per
      expect(allowedAtOnce(store, one)).toBe(limit)
    }
    time += per * 100
    expect(allowedAtOnce(store, one)).toBe(limit + burst)
  },
)

test('tokens are refilled continuously', () => {
  time = 0
  const store = memoryStore(clock)
  const one = bucket(10, 10_000)
  expect(allowedAtOnce(store, one)).toBe(10)
  time += 999
  expect(allowedAtOnce(store, one)).toBe(0)
  time += 1
  expect(allowedAtOnce(store, one)).toBe(1)
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

test('memory is bounded, and a flood in one rule evicts no bucket of another', () => {
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

test('the least recently used bucket is evicted first', () => {
  time = 0
  const store = memoryStore(clock, 2)
  const [a, b, c] = ['a', 'b', 'c'].map((key) => bucket(2, 60_000, 0, 'client', key)) as [
    Bucket,
    Bucket,
    Bucket,
  ]
  for (const one of [a, b, a, c]) take(store, [one])
  expect(take(store, [a])[0]?.isExceeded).toBe(true)
  expect(allowedAtOnce(store, b)).toBe(2)
})

test('repeated use of a bucket evicts no other', () => {
  time = 0
  const store = memoryStore(clock, 2)
  const quiet = bucket(1, 60_000, 0, 'client', 'quiet')
  take(store, [quiet])
  for (let at = 0; at < 5; at++) take(store, [bucket(9, 60_000, 0, 'client', 'loud')])
  expect(take(store, [quiet])[0]?.isExceeded).toBe(true)
})

test('F31: fields report the remaining quota, at most the limit, and the time of the next request', () => {
  time = 0
  const store = memoryStore(clock)
  const both = [bucket(2, 10_000, 0, 'client'), bucket(100, 3_600_000, 20, 'origin')]
  expect(rateLimitFields(both, take(store, both))).toEqual([
    ['ratelimit-policy', '"client";q=2;w=10, "origin";q=100;w=3600'],
    ['ratelimit', '"client";r=1;t=5, "origin";r=100;t=36'],
  ])
  take(store, both)
  time += 1_000
  expect(rateLimitFields(both, take(store, both))).toEqual([
    ['ratelimit-policy', '"client";q=2;w=10, "origin";q=100;w=3600'],
    ['ratelimit', '"client";r=0;t=4, "origin";r=100;t=71'],
    ['retry-after', '4'],
  ])
  expect(rateLimitFields([], [])).toEqual([])
})

test.each([
  [0, 1_000, 0],
  [1, 0, 0],
  [1, 1_000, -1],
  [Number.NaN, 1_000, 0],
])('a limit of %d in %d with a burst of %d is invalid', (limit, per, burst) => {
  expect(() => bucket(limit, per, burst)).toThrow(TypeError)
})
