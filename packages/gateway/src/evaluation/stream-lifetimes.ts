/**
 * WebSockets and event streams end with their grant (D25): when the grant expires, on a lockdown, when a new bundle denies them, and when the login or origin-bound
 * token that they were granted for expires.
 *
 * @module
 */
import type { Context } from '@marque/core'
import type { PolicySource } from '@marque/sync'
import { requiresLogin } from '../auth/index.ts'
import type { Exchange } from '../request/index.ts'
import { decideOrDeny } from './evaluate-request.ts'

/** How often open streams are re-evaluated, milliseconds; events of the policy source do it at once. */
const INTERVAL = 1_000

/** WebSocket close code (RFC 6455, 7.4.1): 1008, the policy no longer allows the stream; 1001, the gateway is shutting down. */
export type CloseCode = 1008 | 1001

/** Tracks open streams. */
export interface StreamLifetimes {
  /**
   * Tracks an exchange until the returned function is called.
   *
   * @param end Ends the stream: with a close frame for a WebSocket, with the end of the body otherwise. Called at most once.
   */
  watch(exchange: Exchange, end: (code: CloseCode) => void): () => void
  /** Number of open streams. */
  readonly size: number
  /** Ends all streams for shutdown. */
  endAll(): void
  close(): void
}

export function streamLifetimes(policy: PolicySource): StreamLifetimes {
  const open = new Map<Exchange, (code: CloseCode) => void>()
  const evaluateAll = (): void => {
    for (const [exchange, end] of open) {
      if (isStillGranted(policy, exchange)) continue
      open.delete(exchange)
      end(1008)
    }
  }
  const timer = setInterval(evaluateAll, INTERVAL).unref()
  const unsubscribe = policy.onEvent(({ type }) => {
    if (type === 'swapped' || type === 'lease') evaluateAll()
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

/** Evaluates the exchange with the current policy and time; claims of an expired login are ignored. */
function isStillGranted(policy: PolicySource, exchange: Exchange): boolean {
  const { facts, decision, loginUntil } = exchange
  const { engine } = policy
  const moment = policy.moment()
  const isLoggedIn = loginUntil !== null && moment.now < loginUntil
  const context = isLoggedIn ? exchange.context : withoutLogin(exchange.context)
  const now = decideOrDeny(engine, facts, context, moment)
  if (!now.reach || (decision.read && !now.read)) return false
  return isLoggedIn || !requiresLogin(engine, now)
}

function withoutLogin({ token, certificate }: Context): Context {
  return {
    ...(token !== undefined && { token }),
    ...(certificate !== undefined && { certificate }),
  }
}
