/**
 * Buckets in Redis, for all processes and machines together.
 *
 * While Redis is gone each process counts in its own memory: a limit is then one of each process, and nobody is let through uncounted or kept out for it. What was
 * counted on one side is not brought to the other.
 *
 * @module
 */
import type { Clock } from '@marque/sync'
import { Redis } from 'ioredis'
import type { Bucket, Store, Taken } from './bucket.ts'
import { memoryStore } from './memory-store.ts'

/** Milliseconds. */
export const REDIS_TIMES = {
  /** What a request waits at most. */
  answer: 150,
  connect: 1_000,
  /** After a failure Redis is left alone so long: only one request in it waits in vain. */
  pause: 1_000,
} as const

/**
 * All buckets or none, in one step, by the clock of Redis alone. ARGV holds interval and span of each key. A clock that was set back leaves no bucket emptier than
 * empty.
 */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local ahead, over, anyOver = {}, {}, false
for i, key in ipairs(KEYS) do
  local interval, span = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local fullAt = tonumber(redis.call('GET', key) or '') or now
  ahead[i] = math.min(span, math.max(0, fullAt - now))
  over[i] = ahead[i] + interval > span + 0.001
  anyOver = anyOver or over[i]
end
local said = {}
for i, key in ipairs(KEYS) do
  if not anyOver then
    ahead[i] = ahead[i] + tonumber(ARGV[2 * i - 1])
    redis.call('SET', key, string.format('%.3f', now + ahead[i]), 'PX', math.ceil(ahead[i]))
  end
  said[i] = (over[i] and '1 ' or '0 ') .. string.format('%.3f', ahead[i])
end
return said
`

/**
 * Does not wait for Redis to be there.
 *
 * @param onChange Hears once that Redis is gone, and once that it is back.
 */
export function redisStore(url: string, clock: Clock, onChange: (isThere: boolean) => void): Store {
  const memory = memoryStore(clock)
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    commandTimeout: REDIS_TIMES.answer,
    connectTimeout: REDIS_TIMES.connect,
    retryStrategy: (times) => Math.min(times * 100, 2_000),
  })
  redis.defineCommand('marqueTake', { lua: TAKE })
  const take = (redis as unknown as { marqueTake: (...args: unknown[]) => Promise<unknown> })
    .marqueTake
  let isThere = true
  let failedAt = Number.NEGATIVE_INFINITY
  let isClosed = false
  const turn = (is: boolean): void => {
    if (!is) failedAt = clock.monotonic()
    if (is === isThere || isClosed) return
    isThere = is
    onChange(is)
  }
  // Without a listener a connection that fails would end the process.
  redis.on('error', () => turn(false))
  redis.on('close', () => turn(false))

  const ask = async (buckets: readonly Bucket[]): Promise<readonly Taken[]> => {
    try {
      const said = await take.call(
        redis,
        buckets.length,
        ...buckets.map(({ rule, key }) => `marque:limit:${rule.name}:${key}`),
        ...buckets.flatMap(({ rule }) => [String(rule.interval), String(rule.span)]),
      )
      const taken = read(said, buckets.length)
      turn(true)
      return taken
    } catch {
      turn(false)
      return memory.take(buckets)
    }
  }
  return {
    take(buckets) {
      const isPaused = !isThere && clock.monotonic() - failedAt < REDIS_TIMES.pause
      if (isPaused || redis.status !== 'ready') return memory.take(buckets)
      // The next one after a pause tries; others do not wait with it.
      if (!isThere) failedAt = clock.monotonic()
      return ask(buckets)
    },
    async close() {
      isClosed = true
      redis.disconnect()
    },
  }
}

/** @throws {TypeError} It is not what the script says: the key of another program, another server. */
function read(said: unknown, length: number): readonly Taken[] {
  if (!Array.isArray(said) || said.length !== length) throw new TypeError('no answer of the script')
  return said.map((one: unknown) => {
    const match = /^([01]) (\d+\.\d+)$/.exec(String(one))
    if (match === null) throw new TypeError('no answer of the script')
    return { isOver: match[1] === '1', ahead: Number(match[2]) }
  })
}
