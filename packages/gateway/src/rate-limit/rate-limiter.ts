/**
 * Which buckets a request is counted in (D30).
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { HeaderLine } from '@marque/core'
import { clientNetwork } from '@marque/core/explain-endpoint'
import type { Clock } from '@marque/sync'
import { type RateLimitSettings, type Settings, SHARED_STORE_REQUIRED } from '../config/index.ts'
import { type Exchange, valuesOf } from '../request/index.ts'
import { memoryStore } from './memory-store.ts'
import { rateLimitFields } from './rate-limit-fields.ts'
import {
  type Bucket,
  type BucketRule,
  type BucketState,
  type BucketStore,
  bucketRule,
} from './token-bucket.ts'

/** Counts requests. Preflights are counted before anything else, other requests once the sender is authenticated (D30). */
export interface RateLimiter {
  countPreflight(exchange: Exchange): RateLimitResult | Promise<RateLimitResult>
  /** @param subject Of the login; null for anonymous requests. */
  countRequest(
    exchange: Exchange,
    subject: string | null,
  ): RateLimitResult | Promise<RateLimitResult>
}

export interface RateLimitResult {
  readonly isExceeded: boolean
  /** The limit that is exceeded, the first of several; null if none is. */
  readonly by: 'preflight' | RateLimitSettings['by'] | null
  /** `ratelimit`, `ratelimit-policy`, and `retry-after` if a limit is exceeded. */
  readonly headers: readonly HeaderLine[]
}

export interface OpenRateLimiter {
  readonly limiter: RateLimiter
  close(): Promise<void>
}

/**
 * Opens the rate limiter that the settings configure.
 *
 * @param onStore Called when a shared store becomes unreachable, and when it is reachable again.
 * @returns Null if no limits are configured.
 * @throws {TypeError} Several processes without a shared store, or an invalid limit.
 */
export async function openRateLimiter(
  settings: Pick<Settings, 'rateLimits' | 'store' | 'processes'>,
  clock: Clock,
  onStore: (isReachable: boolean) => void,
): Promise<OpenRateLimiter | null> {
  const { rateLimits, store: location, processes } = settings
  if (rateLimits.length === 0) return null
  if (location === 'memory' && processes > 1) throw new TypeError(SHARED_STORE_REQUIRED)
  const store =
    location === 'memory'
      ? memoryStore(clock)
      : (await import('./redis-store.ts')).redisStore(location, clock, onStore)
  return { limiter: createRateLimiter(rateLimits, store), close: () => store.close() }
}

/** The limit for preflights of one client if there is no limit by client: 1,200 a minute. They are cheap, and browsers send them on their own. */
const PREFLIGHTS: RateLimitSettings = { by: 'client', limit: 1_200, per: 60_000, burst: 0 }

const PREFLIGHT = 'preflight'

/**
 * Preflights are counted by client only, apart from other requests, by the first limit by client. They name an origin and a tenant, but carry no identity, so no
 * other limit is charged for them.
 */
function createRateLimiter(
  settings: readonly RateLimitSettings[],
  store: BucketStore,
): RateLimiter {
  const rules = namedRules(settings)
  const preflightRule = bucketRule(
    PREFLIGHT,
    settings.find(({ by }) => by === 'client') ?? PREFLIGHTS,
  )
  const count = (buckets: readonly Bucket[]): RateLimitResult | Promise<RateLimitResult> => {
    const states = buckets.length === 0 ? [] : store.take(buckets)
    return states instanceof Promise
      ? states.then((settled) => resultOf(buckets, settled))
      : resultOf(buckets, states)
  }
  return {
    countPreflight: (exchange) => count([{ rule: preflightRule, key: clientKey(exchange) }]),
    countRequest(exchange, subject) {
      const buckets: Bucket[] = []
      for (const rule of rules) {
        const key = KEYS[rule.by](exchange, subject)
        if (key !== null) buckets.push({ rule, key })
      }
      return count(buckets)
    },
  }
}

/** `client`, `subject`; a second limit by client is `client-2`. */
function namedRules(settings: readonly RateLimitSettings[]): readonly BucketRule[] {
  const counts = new Map<string, number>()
  return settings.map((one) => {
    const count = (counts.get(one.by) ?? 0) + 1
    counts.set(one.by, count)
    return bucketRule(count === 1 ? one.by : `${one.by}-${count}`, one)
  })
}

function resultOf(buckets: readonly Bucket[], states: readonly BucketState[]): RateLimitResult {
  const exceeded = buckets.find((_, at) => states[at]?.isExceeded === true)?.rule
  const by = exceeded === undefined ? null : exceeded.name === PREFLIGHT ? PREFLIGHT : exceeded.by
  return { isExceeded: exceeded !== undefined, by, headers: rateLimitFields(buckets, states) }
}

/** Null: the limit does not apply to the request. */
type KeyOf = (exchange: Exchange, subject: string | null) => string | null

const KEYS: { readonly [By in RateLimitSettings['by']]: KeyOf } = {
  client: clientKey,
  /** Anonymous requests count against the client address. */
  subject: (exchange, subject) =>
    subject === null ? `client ${clientKey(exchange)}` : hashed(subject),
  /**
   * `Origin` is chosen by the sender. Requests share the origin's bucket only if the policy names the origin and the sender is authenticated; all others count
   * against the client address, so that a forged Origin uses up no other sender's share and inventing origins gains nothing.
   */
  origin(exchange, subject) {
    const { kind } = exchange.decision
    if (kind === 'not-cors' || kind === 'same-origin') return null
    return subject !== null && isNamedOrigin(exchange)
      ? hashed(originOf(exchange))
      : `client ${clientKey(exchange)}`
  },
  /** The tenant comes from host or path, which anyone can write: its bucket is shared under the same conditions. */
  tenant(exchange, subject) {
    const { tenant, kind } = exchange.decision
    if (tenant === null) return null
    const isTrusted = kind === 'not-cors' || kind === 'same-origin' || isNamedOrigin(exchange)
    return subject !== null && isTrusted ? hashed(tenant) : `client ${clientKey(exchange)}`
  },
}

function clientKey({ client }: Exchange): string {
  return clientNetwork(client.address)
}

/** Granted, other than by a grant to any origin. */
function isNamedOrigin({ decision: { grant, exception, reason } }: Exchange): boolean {
  return (grant !== null || exception !== null) && reason !== 'granted-any'
}

function originOf({ facts }: Exchange): string {
  return valuesOf(facts.headers, 'origin').find((value) => value.trim() !== '') ?? ''
}

/** Short, and without personal data in a shared store. */
function hashed(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}
