/**
 * How often one client may ask.
 *
 * @module
 */
import { networkOf } from '../limits/client-network.ts'

/** Counts in one minute, whole. */
const WINDOW = 60_000

export interface ClientQuota {
  /** @returns 0 where the client may ask, else the seconds until it may again. */
  take(address: string, now: number): number
}

/**
 * @param limit Questions of one client in a minute.
 * @param clients Clients that are known at once; beyond it the one that came first is forgotten, so that memory stays bounded.
 */
export function clientQuota(limit: number, clients = 10_000): ClientQuota {
  const seen = new Map<string, { readonly since: number; count: number }>()
  return {
    take(address, now) {
      const key = networkOf(address)
      const known = seen.get(key)
      if (known === undefined || now - known.since >= WINDOW || now < known.since) {
        seen.delete(key)
        if (seen.size >= clients) {
          const [first] = seen.keys()
          if (first !== undefined) seen.delete(first)
        }
        seen.set(key, { since: now, count: 1 })
        return 0
      }
      if (known.count >= limit) return Math.max(1, Math.ceil((known.since + WINDOW - now) / 1_000))
      known.count++
      return 0
    },
  }
}
