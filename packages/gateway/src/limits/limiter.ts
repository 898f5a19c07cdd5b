/**
 * Who is counted where (D30).
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { Exchange } from '../exchange/exchange.ts'
import type { Limited, Limiter } from '../serve/stages.ts'
import type { RateLimitSettings } from '../settings/settings.ts'
import { type Bucket, type Rule, ruleOf, type Store, type Taken } from './bucket.ts'
import { networkOf } from './client-network.ts'
import { limitLines } from './fields.ts'

/**
 * Preflights of one client where no limit by client says otherwise: 1,200 a minute. They cost nothing but a decision, and browsers send them of themselves.
 */
export const PREFLIGHTS: RateLimitSettings = { by: 'client', limit: 1_200, per: 60_000, burst: 0 }

const PREFLIGHT = 'preflight'

/**
 * Preflights count per client only, apart from other requests, by the first limit by client. A preflight names an Origin and a tenant, and nobody knows who sent it: no other
 * limit is charged for it.
 *
 * @throws {TypeError} A limit makes no sense.
 */
export function limiter(settings: readonly RateLimitSettings[], store: Store): Limiter {
  const rules = namedRules(settings)
  const forPreflights = ruleOf(PREFLIGHT, settings.find(({ by }) => by === 'client') ?? PREFLIGHTS)
  const count = (buckets: readonly Bucket[]): Limited | Promise<Limited> => {
    const taken = buckets.length === 0 ? [] : store.take(buckets)
    return taken instanceof Promise
      ? taken.then((one) => limitedBy(buckets, one))
      : limitedBy(buckets, taken)
  }
  return {
    preflight: ({ client }) => count([{ rule: forPreflights, key: networkOf(client.address) }]),
    actual(exchange, subject) {
      const buckets: Bucket[] = []
      for (const rule of rules) {
        const key = KEYS[rule.by](exchange, subject)
        if (key !== null) buckets.push({ rule, key })
      }
      return count(buckets)
    },
  }
}

/** `client`, `subject`; the second of a kind is `client-2`. */
function namedRules(settings: readonly RateLimitSettings[]): readonly Rule[] {
  const seen = new Map<string, number>()
  return settings.map((one) => {
    const before = seen.get(one.by) ?? 0
    seen.set(one.by, before + 1)
    return ruleOf(before === 0 ? one.by : `${one.by}-${before + 1}`, one)
  })
}

function limitedBy(buckets: readonly Bucket[], taken: readonly Taken[]): Limited {
  const over = buckets.find((_, at) => taken[at]?.isOver === true)?.rule
  const by = over === undefined ? null : over.name === PREFLIGHT ? PREFLIGHT : over.by
  return { isOver: over !== undefined, by, lines: limitLines(buckets, taken) }
}

/** Null: the limit does not concern the request. */
type KeyOf = (exchange: Exchange, subject: string | null) => string | null

const KEYS: { readonly [By in RateLimitSettings['by']]: KeyOf } = {
  client: clientKey,
  /** Who is nobody counts as the client that it is. */
  subject: (exchange, subject) =>
    subject === null ? `client ${clientKey(exchange)}` : hashed(subject),
  /**
   * An Origin is the sender's own word. Only where the policy names it and the sender is known does it count for all who come from it; a stranger counts as the
   * client that it is, whatever it calls itself, so that a forged Origin uses up nobody's share and inventing new ones gains nothing.
   */
  origin(exchange, subject) {
    const { kind } = exchange.decision
    if (kind === 'not-cors' || kind === 'same-origin') return null
    return subject !== null && isNamed(exchange)
      ? hashed(originOf(exchange))
      : `client ${clientKey(exchange)}`
  },
  /** A tenant stands in host or path, which anybody can write: it is shared under the same conditions. */
  tenant(exchange, subject) {
    const { tenant, kind } = exchange.decision
    if (tenant === null) return null
    const isOwn = kind === 'not-cors' || kind === 'same-origin' || isNamed(exchange)
    return subject !== null && isOwn ? hashed(tenant) : `client ${clientKey(exchange)}`
  },
}

function clientKey({ client }: Exchange): string {
  return networkOf(client.address)
}

/** Granted, and not as one of all origins. */
function isNamed({ decision: { grant, exception, reason } }: Exchange): boolean {
  return (grant !== null || exception !== null) && reason !== 'granted-any'
}

function originOf({ facts }: Exchange): string {
  for (const [name, value] of facts.headers) {
    if (name.length === 6 && name.toLowerCase() === 'origin' && value.trim() !== '') return value
  }
  return ''
}

/** Short, and no word about anybody in a store that others can read. */
function hashed(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}
