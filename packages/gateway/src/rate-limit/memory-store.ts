/**
 * Token buckets in the memory of this process.
 *
 * @module
 */
import type { Clock } from '@marque/sync'
import { type Bucket, type BucketState, type BucketStore, isExceeded } from './token-bucket.ts'

/** A store that answers synchronously. */
export interface MemoryStore extends BucketStore {
  take(buckets: readonly Bucket[]): readonly BucketState[]
}

/** Buckets kept for each rule. Beyond that the least recently used is dropped, which refills it. */
const MAX_BUCKETS = 50_000

/** @param maxBuckets For each rule. */
export function memoryStore(
  clock: Pick<Clock, 'monotonic'>,
  maxBuckets: number = MAX_BUCKETS,
): MemoryStore {
  // By rule, so that a flood of clients cannot evict the buckets of subjects or origins.
  const rules = new Map<string, Map<string, number>>()
  const untilFullOf = ({ rule, key }: Bucket, now: number): number => {
    const fullAt = rules.get(rule.name)?.get(key)
    return fullAt === undefined ? 0 : Math.max(0, fullAt - now)
  }
  const store = ({ rule, key }: Bucket, fullAt: number): void => {
    let buckets = rules.get(rule.name)
    if (buckets === undefined) {
      buckets = new Map()
      rules.set(rule.name, buckets)
    }
    // A Map iterates in insertion order: the first key is the least recently used.
    buckets.delete(key)
    if (buckets.size >= maxBuckets) {
      const [oldest] = buckets.keys()
      if (oldest !== undefined) buckets.delete(oldest)
    }
    buckets.set(key, fullAt)
  }
  return {
    take(buckets) {
      const now = clock.monotonic()
      const states = buckets.map((bucket) => {
        const untilFull = untilFullOf(bucket, now)
        return { isExceeded: isExceeded(bucket.rule, untilFull), untilFull }
      })
      if (states.some((state) => state.isExceeded)) return states
      return buckets.map((bucket, at) => {
        const untilFull = (states[at]?.untilFull ?? 0) + bucket.rule.interval
        store(bucket, now + untilFull)
        return { isExceeded: false, untilFull }
      })
    },
    close: async () => undefined,
  }
}
