/**
 * The limiter that the settings ask for.
 *
 * @module
 */
import type { Clock } from '@marque/sync'
import type { Limiter } from '../serve/stages.ts'
import type { Settings } from '../settings/settings.ts'
import type { Store } from './bucket.ts'
import { COUNTED_APART } from './counted-apart.ts'
import { limiter } from './limiter.ts'
import { memoryStore } from './memory-store.ts'

export interface OpenLimiter {
  readonly limiter: Limiter
  close(): Promise<void>
}

/**
 * @param onStore Hears when a shared store is gone, and when it is back.
 * @returns Null where nothing is limited.
 * @throws {TypeError} Several processes would each count alone, or a limit makes no sense.
 */
export async function openLimiter(
  settings: Pick<Settings, 'rateLimits' | 'store' | 'processes'>,
  clock: Clock,
  onStore: (isThere: boolean) => void,
): Promise<OpenLimiter | null> {
  const { rateLimits, store: where, processes } = settings
  if (rateLimits.length === 0) return null
  if (where === 'memory' && processes > 1) throw new TypeError(COUNTED_APART)
  const store = where === 'memory' ? memoryStore(clock) : await openRedis(where, clock, onStore)
  return { limiter: limiter(rateLimits, store), close: () => store.close() }
}

/** Its client is loaded where there is a Redis to speak to. */
async function openRedis(
  url: string,
  clock: Clock,
  onStore: (isThere: boolean) => void,
): Promise<Store> {
  const { redisStore } = await import('./redis-store.ts')
  return redisStore(url, clock, onStore)
}
