/**
 * Sockets and event streams end with their grant (D25): when it ends, in panic, when a new bundle would deny them, and when the login or the
 * origin token ends that they were granted for.
 *
 * @module
 */
import { type Context, decide, withoutPolicy } from '@marque/core'
import type { PolicySource } from '@marque/sync'
import { type Exchange, UNKNOWN } from '../exchange/exchange.ts'
import { needsLogin } from '../identity/needs.ts'

/** How often open ones are judged again, milliseconds; events of the policy's source do it at once. */
const INTERVAL = 1_000

/** Why it ends (RFC 6455, 7.4.1): the policy does not allow it any more, or the gateway goes away. */
export type CloseCode = 1008 | 1001

/** Knows what is open for long. */
export interface Lifetimes {
  /**
   * Watches an exchange until the function that comes back is called.
   *
   * @param end Ends it: a close frame for a WebSocket, the end of the stream for the rest. Called once.
   */
  watch(exchange: Exchange, end: (why: CloseCode) => void): () => void
  /** How many are open. */
  readonly size: number
  /** Ends all: the gateway stops. */
  endAll(): void
  close(): void
}

export function watchLifetimes(policy: PolicySource): Lifetimes {
  const open = new Map<Exchange, (why: CloseCode) => void>()
  const judgeAll = (): void => {
    for (const [exchange, end] of open) {
      if (isStillGranted(policy, exchange)) continue
      open.delete(exchange)
      end(1008)
    }
  }
  const timer = setInterval(judgeAll, INTERVAL).unref()
  const unsubscribe = policy.onEvent(({ type }) => {
    if (type === 'swapped' || type === 'lease') judgeAll()
  })
  return {
    watch(exchange, end) {
      open.set(exchange, end)
      return () => open.delete(exchange)
    },
    get size() {
      return open.size
    },
    endAll() {
      for (const [exchange, end] of open) {
        open.delete(exchange)
        end(1001)
      }
    },
    close() {
      clearInterval(timer)
      unsubscribe()
      open.clear()
    },
  }
}

/** The same question, asked of what holds now: of a login that has ended nothing is known any more. */
function isStillGranted(policy: PolicySource, exchange: Exchange): boolean {
  const { facts, decision, loginUntil } = exchange
  const { engine } = policy
  const moment = policy.moment()
  const isLoggedIn = loginUntil !== null && moment.now < loginUntil
  const context = isLoggedIn ? exchange.context : withoutLogin(exchange.context)
  const now = engine === null ? withoutPolicy(facts) : decide(engine, facts, context, moment)
  if (!now.reach || (decision.read && !now.read)) return false
  return isLoggedIn || !needsLogin(engine, now)
}

function withoutLogin({ token }: Context): Context {
  return token === undefined ? UNKNOWN : { token }
}
