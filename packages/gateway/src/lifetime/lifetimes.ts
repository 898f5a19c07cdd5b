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

/** Knows what is open for long. */
export interface Lifetimes {
  /**
   * Watches an exchange until the function that comes back is called.
   *
   * @param end Ends it: 1008 for a WebSocket, the end of the stream for the rest. Called once.
   */
  watch(exchange: Exchange, end: () => void): () => void
  /** How many are open. */
  readonly size: number
  close(): void
}

export function watchLifetimes(policy: PolicySource): Lifetimes {
  const open = new Map<Exchange, () => void>()
  const judgeAll = (): void => {
    for (const [exchange, end] of open) {
      if (isStillGranted(policy, exchange)) continue
      open.delete(exchange)
      end()
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
