import { setTimeout as sleep } from 'node:timers/promises'
import { gatewayFixture, sendRequest } from '@marque/testkit/gateway'
import { APP } from '@marque/testkit/policies'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runGateway } from '../src/index.ts'
import { type LineSink, lineSink } from '../src/observability/line-sink.ts'
import { REDIS_TIMES, redisStore } from '../src/rate-limit/redis-store.ts'
import { type Bucket, type BucketStore, bucketRule } from '../src/rate-limit/token-bucket.ts'
import { HAS_REDIS, type RealRedis, realRedis } from './real-redis.ts'

if (!HAS_REDIS)
  console.warn('Redis is missing, so the limits in Redis are not tested: npm run parts')

/** The clock that only grows, and by how much the test has moved it. */
let ahead = 0
const clock = { wall: () => Date.now(), monotonic: () => performance.now() + ahead }
let redis: RealRedis
const open: BucketStore[] = []
const heard: boolean[] = []

beforeEach(async () => {
  heard.length = 0
  ahead = 0
  redis = await realRedis()
  await redis.start()
})

afterEach(async () => {
  await Promise.all(open.splice(0).map((store) => store.close()))
  await redis.remove()
})

async function store(): Promise<BucketStore> {
  const one = redisStore(redis.url, clock, (isThere) => heard.push(isThere))
  open.push(one)
  // Connected is who asks Redis and has to wait for it.
  while (!(one.take([bucket(1_000, 1_000, 'probe')]) instanceof Promise)) await sleep(10)
  return one
}

const bucket = (limit: number, per = 3_600_000, name = 'client', key = 'a'): Bucket => ({
  rule: bucketRule(name, { by: 'client', limit, per, burst: 0 }),
  key,
})

/** Whether a request would wait for Redis: what is counted in memory is known at once. */
const asksRedis = (one: BucketStore): boolean =>
  one.take([bucket(1_000, 1_000, 'hung')]) instanceof Promise

async function through(one: BucketStore, tries: number, ...buckets: Bucket[]): Promise<number> {
  let count = 0
  for (let at = 0; at < tries; at++) {
    if ((await one.take(buckets)).every(({ isExceeded }) => !isExceeded)) count++
  }
  return count
}

describe.skipIf(!HAS_REDIS)('limits in Redis', () => {
  test('processes count together, and no two of them take the last one', async () => {
    const stores = await Promise.all([store(), store(), store()])
    const one = bucket(50)
    const all = await Promise.all(
      Array.from({ length: 300 }, (_, at) => stores[at % 3]!.take([one])),
    )
    expect(all.filter(([taken]) => taken?.isExceeded === false)).toHaveLength(50)
  })

  test('a request that one bucket refuses is counted in none', async () => {
    const one = await store()
    const wide = bucket(10, 3_600_000, 'wide')
    expect(await through(one, 20, wide, bucket(1, 3_600_000, 'narrow'))).toBe(1)
    expect(await through(one, 20, wide)).toBe(9)
  })

  test('what is used is given back, and a full bucket leaves nothing behind', async () => {
    const one = await store()
    const quick = bucket(5, 500)
    expect(await through(one, 5, quick)).toBe(5)
    await sleep(600)
    expect(await through(one, 5, quick)).toBe(5)
  })

  test('while Redis is gone each process counts alone; both turns are told once', async () => {
    const one = await store()
    await redis.kill()
    expect(await through(one, 30, bucket(10))).toBe(10)
    expect(heard).toEqual([false])
    expect(asksRedis(one)).toBe(false)
    await redis.start()
    await expect
      .poll(
        async () => {
          await one.take([bucket(1_000, 1_000, 'other')])
          return heard.at(-1)
        },
        { timeout: 300_000, interval: 100 },
      )
      .toBe(true)
    expect(heard).toEqual([false, true])
    expect(await through(one, 30, bucket(10))).toBe(10)
  })

  test('of a Redis that hangs one request waits a little, and the others not at all', async () => {
    const one = await store()
    expect(await through(one, 1, bucket(10))).toBe(1)
    redis.freeze()
    // It is answered all the same, from memory.
    expect(await one.take([bucket(1_000, 1_000, 'hung')])).toMatchObject([{ isExceeded: false }])
    expect(heard).toEqual([false])
    const inPause = Array.from({ length: 20 }, () => asksRedis(one))
    expect(inPause).not.toContain(true)
    ahead += REDIS_TIMES.pause
    const after = Array.from({ length: 20 }, () => asksRedis(one))
    expect(after.filter(Boolean)).toHaveLength(1)
    expect(heard).toEqual([false])
    redis.resume()
  })

  test('a key of another program is no count, and harms nobody', async () => {
    const one = await store()
    const { Redis } = await import('ioredis')
    const client = new Redis(redis.url)
    await client.set('marque:limit:client:a', 'hello')
    expect(await through(one, 5, bucket(3))).toBe(3)
    await client.del('marque:limit:client:a')
    await client.lpush('marque:limit:client:a', 'x')
    expect(await through(one, 5, bucket(3))).toBe(3)
    client.disconnect()
  })

  test('a bucket that a clock ahead of ours filled is no emptier than empty', async () => {
    const one = await store()
    const { Redis } = await import('ioredis')
    const client = new Redis(redis.url)
    await client.set('marque:limit:client:a', String(Date.now() + 1e12))
    const [taken] = await one.take([bucket(5, 1_000)])
    expect(taken).toEqual({ isExceeded: true, untilFull: 1_000 })
    client.disconnect()
  })

  test('a gateway starts without Redis, limits, and says so in its log', async () => {
    await redis.kill()
    const lines: string[] = []
    const log: LineSink = lineSink(
      (bytes, done) => {
        lines.push(...bytes.toString().trim().split('\n'))
        done(null, bytes.length)
      },
      { chunk: 4_096, capacity: 65_536 },
    )
    const place = await gatewayFixture({
      settings: {
        store: redis.url,
        rateLimits: [{ by: 'client', limit: 3, per: 3_600_000, burst: 0 }],
      },
    })
    const gateway = await runGateway(place.settings, { log })
    const url = `${gateway.urls[0]}/v1/account/me`
    const statuses: number[] = []
    for (let at = 0; at < 4; at++) {
      statuses.push((await sendRequest(url, { headers: { origin: APP } })).status)
    }
    expect(statuses).toEqual([200, 200, 200, 429])
    await expect.poll(() => lines.join(''), { timeout: 300_000 }).toContain('"gone"')
    await gateway.close()
    const told = lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'store')
    expect(told).toMatchObject([{ state: 'gone' }])
    expect(lines.join('')).not.toContain('redis://')
    await place.remove()
  })

  test('Redis goes and comes back under load: every request is answered, the limit holds on each side, and the log tells of both', async () => {
    const lines: string[] = []
    const log: LineSink = lineSink(
      (bytes, done) => {
        lines.push(...bytes.toString().trim().split('\n'))
        done(null, bytes.length)
      },
      { chunk: 4_096, capacity: 65_536 },
    )
    const place = await gatewayFixture({
      settings: {
        store: redis.url,
        rateLimits: [{ by: 'client', limit: 40, per: 3_600_000, burst: 0 }],
      },
    })
    const gateway = await runGateway(place.settings, { log })
    const url = `${gateway.urls[0]}/v1/account/me`
    const ask = async (): Promise<number> =>
      (await sendRequest(url, { headers: { origin: APP } })).status
    const states = (): unknown[] =>
      lines
        .filter((line) => line.includes('"store"'))
        .map((line) => (JSON.parse(line) as { readonly state?: unknown }).state)
    const many = async (count: number): Promise<readonly number[]> => {
      const statuses: number[] = []
      for (let at = 0; at < count; at++) statuses.push(await ask())
      return statuses
    }
    try {
      await many(10)
      const during = many(60)
      await redis.kill()
      const passed = (await during).filter((status) => status === 200)
      // Counted in Redis, or in memory: at most the limit on each side, and nobody hears of the outage.
      expect(passed.length).toBeLessThanOrEqual(30 + 40)
      const without = await many(60)
      expect(without.filter((status) => status !== 200 && status !== 429)).toEqual([])
      expect(without.at(-1)).toBe(429)
      await expect.poll(states, { timeout: 300_000 }).toEqual(['gone'])
      await redis.start()
      // A Redis that begins anew has counted nobody.
      await expect.poll(ask, { timeout: 300_000, interval: 200 }).toBe(200)
      await expect.poll(states, { timeout: 300_000 }).toEqual(['gone', 'back'])
      const back = await many(45)
      expect(back.filter((status) => status === 200).length).toBeLessThan(40)
      expect(back.at(-1)).toBe(429)
    } finally {
      await gateway.close()
      await place.remove()
    }
  })
})
