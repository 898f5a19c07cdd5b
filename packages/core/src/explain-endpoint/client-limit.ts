/**
 * The rate limit of the explain endpoint: for each client a token bucket, kept as the instant at which it is full again (generic cell rate algorithm).
 *
 * @module
 */
import { clientNetwork } from './client-network.ts'

/** Enough for a page with many failing requests that is reloaded a few times; enumerating a policy would take days. */
const TOKENS = 300

/** Time in which one token is refilled, milliseconds. */
const INTERVAL = 200

/** Clients kept; beyond that the least recently used is dropped, which refills its bucket. */
const MAX_CLIENTS = 10_000

/** Takes tokens. Memory is bounded, whatever clients do. */
export class ClientLimit {
  readonly #fullAt = new Map<string, number>()

  /**
   * Takes a token of a client.
   *
   * @param address IPv4 or IPv6 address, counted by network; another text is a client of its own.
   * @param now Milliseconds of a monotonic clock.
   * @returns 0, or the milliseconds after which the client may send another request.
   */
  take(address: string, now: number): number {
    const key = clientNetwork(address)
    const untilFull = Math.max(0, (this.#fullAt.get(key) ?? now) - now)
    const wait = untilFull + INTERVAL - TOKENS * INTERVAL
    if (wait > 0) return wait
    // A Map iterates in the order of insertion: the first key is the least recently used.
    this.#fullAt.delete(key)
    if (this.#fullAt.size >= MAX_CLIENTS) {
      for (const oldest of this.#fullAt.keys()) {
        this.#fullAt.delete(oldest)
        break
      }
    }
    this.#fullAt.set(key, now + untilFull + INTERVAL)
    return 0
  }
}
