/**
 * Token buckets in Redis, shared by all processes and machines.
 *
 * While Redis is unreachable, each process counts in its own memory: limits then apply per process, and no request is refused or left uncounted because of the
 * outage. Counts are not transferred between the two.
 *
 * @module
 */
import type { Clock } from '@marque/sync'
import { Redis } from 'ioredis'
import { memoryStore } from './memory-store.ts'
import type { Bucket, BucketState, BucketStore } from './token-bucket.ts'

/** Milliseconds. */
export const REDIS_TIMES = {
  /** The longest that a request waits for Redis. */
  answer: 150,
  connect: 1_000,
  /** Pause after a failure: only one request per pause waits in vain. */
  pause: 1_000,
} as const

/**
 * Takes from all buckets or none, atomically, by the clock of Redis alone. ARGV holds interval and span of each key. A clock that was set back leaves no bucket
 * emptier than empty.
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
local result = {}
for i, key in ipairs(KEYS) do
  if not anyOver then
    ahead[i] = ahead[i] + tonumber(ARGV[2 * i - 1])
    redis.call('SET', key, string.format('%.3f', now + ahead[i]), 'PX', math.ceil(ahead[i]))
  end
  result[i] = (over[i] and '1 ' or '0 ') .. string.format('%.3f', ahead[i])
end
return result
`

/**
 * Does not wait for the connection.
 *
 * @param onChange Called when Redis becomes unreachable, and when it is reachable again.
 */
export function redisStore(
  url: string,
  clock: Clock,
  onChange: (isReachable: boolean) => void,
): BucketStore {
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
  const takeCommand = (redis as unknown as { marqueTake: (...args: unknown[]) => Promise<unknown> })
    .marqueTake
  let isReachable = true
  let failedAt = Number.NEGATIVE_INFINITY
  let isClosed = false
  const setReachable = (reachable: boolean): void => {
    if (!reachable) failedAt = clock.monotonic()
    if (reachable === isReachable || isClosed) return
    isReachable = reachable
    onChange(reachable)
  }
  // Without a listener a failed connection would end the process.
  redis.on('error', () => setReachable(false))
  redis.on('close', () => setReachable(false))

  const takeShared = async (buckets: readonly Bucket[]): Promise<readonly BucketState[]> => {
    try {
      const result = await takeCommand.call(
        redis,
        buckets.length,
        ...buckets.map(({ rule, key }) => `marque:limit:${rule.name}:${key}`),
        ...buckets.flatMap(({ rule }) => [String(rule.interval), String(rule.span)]),
      )
      const states = readResult(result, buckets.length)
      setReachable(true)
      return states
    } catch {
      setReachable(false)
      return memory.take(buckets)
    }
  }
  return {
    take(buckets) {
      const isPaused = !isReachable && clock.monotonic() - failedAt < REDIS_TIMES.pause
      if (isPaused || redis.status !== 'ready') return memory.take(buckets)
      // After a pause one request tries; the others do not wait with it.
      if (!isReachable) failedAt = clock.monotonic()
      return takeShared(buckets)
    },
    async close() {
      isClosed = true
      redis.disconnect()
    },
  }
}

/** @throws {TypeError} The result is not that of the script: a key of another program, or another server. */
function readResult(result: unknown, length: number): readonly BucketState[] {
  if (!Array.isArray(result) || result.length !== length)
    throw new TypeError('unexpected result of the script')
  return result.map((one: unknown) => {
    const match = /^([01]) (\d+\.\d+)$/.exec(String(one))
    if (match === null) throw new TypeError('unexpected result of the script')
    return { isExceeded: match[1] === '1', untilFull: Number(match[2]) }
  })
}
