/**
 * Sockets and event streams end with their grant (D25): when it ends, in panic, and when a new bundle would deny them.
 *
 * @module
 */
import { decide } from '@marque/core'
import type { PolicySource } from '@marque/sync'
import type { Exchange } from '../exchange/exchange.ts'

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

/** The same question, asked of what holds now. */
function isStillGranted(policy: PolicySource, { facts, context, decision }: Exchange): boolean {
  const { engine } = policy
  if (engine === null) return false
  const now = decide(engine, facts, context, policy.moment())
  return now.reach && (now.read || !decision.read)
}
