/**
 * Buckets in the memory of this process.
 *
 * @module
 */
import type { Clock } from '@marque/sync'
import { type Bucket, isOver, type Store } from './bucket.ts'

/** Buckets of one rule that are kept. Beyond it the one that was used longest ago is forgotten, which gives its owner a full one again. */
const KEPT = 50_000

/**
 * @param kept For tests.
 */
export function memoryStore(clock: Clock, kept: number = KEPT): Store {
  // By rule, so that a flood of clients makes nobody forget what a partner has used.
  const rules = new Map<string, Map<string, number>>()
  const aheadOf = ({ rule, key }: Bucket, now: number): number => {
    const fullAt = rules.get(rule.name)?.get(key)
    return fullAt === undefined ? 0 : Math.max(0, fullAt - now)
  }
  const keep = ({ rule, key }: Bucket, fullAt: number): void => {
    let buckets = rules.get(rule.name)
    if (buckets === undefined) {
      buckets = new Map()
      rules.set(rule.name, buckets)
    }
    // The order of a map is that of insertion: the first is the one used longest ago.
    buckets.delete(key)
    if (buckets.size >= kept) {
      const [oldest] = buckets.keys()
      if (oldest !== undefined) buckets.delete(oldest)
    }
    buckets.set(key, fullAt)
  }
  return {
    take(buckets) {
      const now = clock.monotonic()
      const found = buckets.map((bucket) => {
        const ahead = aheadOf(bucket, now)
        return { isOver: isOver(bucket.rule, ahead), ahead }
      })
      if (found.some((one) => one.isOver)) return found
      return buckets.map((bucket, at) => {
        const ahead = (found[at]?.ahead ?? 0) + bucket.rule.interval
        keep(bucket, now + ahead)
        return { isOver: false, ahead }
      })
    },
    close: async () => undefined,
  }
}
