/**
 * Several observers as one.
 *
 * @module
 */
import type { Observer } from '../serve/stages.ts'

/** Tells each in turn. */
export function combine(observers: readonly Observer[]): Observer {
  const [only] = observers
  if (observers.length === 1 && only !== undefined) return only
  return {
    decided: (exchange) => {
      for (const one of observers) one.decided(exchange)
    },
    finished: (exchange) => {
      for (const one of observers) one.finished(exchange)
    },
    failed: (exchange, fault, error) => {
      for (const one of observers) one.failed(exchange, fault, error)
    },
    limited: (exchange, by) => {
      for (const one of observers) one.limited(exchange, by)
    },
    storeChanged: (isThere) => {
      for (const one of observers) one.storeChanged?.(isThere)
    },
    unreadable: (code, client) => {
      for (const one of observers) one.unreadable?.(code, client)
    },
  }
}
