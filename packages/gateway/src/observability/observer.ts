/**
 * The interface between the pipeline and logs, metrics and traces.
 *
 * @module
 */
import type { Fault } from '../reply/index.ts'
import type { Exchange } from '../request/index.ts'

/** A request with its final decision. */
export type DecidedRequest = Pick<
  Exchange,
  | 'facts'
  | 'client'
  | 'context'
  | 'engine'
  | 'moment'
  | 'subject'
  | 'decision'
  | 'requestId'
  | 'trace'
  | 'startedAt'
>

/** Lifecycle callbacks; must not throw or block. */
export interface Observer {
  /**
   * The decision is final, and nothing has been sent.
   *
   * @param fault Answered instead of what the decision grants, such as 401 for a missing login.
   */
  decided(request: DecidedRequest, fault?: Fault): void
  /** A layer below has denied reading that this layer grants (D29); the decision is now the stricter one. Not called where only exposed names or credentials differ. */
  withheld?(request: DecidedRequest): void
  /** The response has been sent, or the client has disconnected. */
  finished(exchange: Exchange): void
  /** The gateway answers with one of its own errors, or the upstream failed during the response. */
  failed(exchange: Exchange, fault: Fault, error: Error | null): void
  /**
   * A rate limit is exceeded.
   *
   * @param by `preflight`, `client`, `subject`, `origin` or `tenant`; absent for a built-in limit.
   */
  limited(exchange: Exchange, by?: string): void
  /** The shared store of rate limits became unreachable, or reachable again. */
  storeChanged?(isReachable: boolean): void
  /**
   * Input was not a valid request; there is no exchange.
   *
   * @param code The parser's error code, or one of the gateway's own; a closed set.
   * @param clientAddress The peer of the connection, if known.
   */
  unreadable?(code: string, clientAddress?: string): void
}

export const NO_OBSERVER: Observer = {
  decided: () => undefined,
  finished: () => undefined,
  failed: () => undefined,
  limited: () => undefined,
}

/** Calls each observer in turn. */
export function combineObservers(observers: readonly Observer[]): Observer {
  const [only] = observers
  if (observers.length === 1 && only !== undefined) return only
  return {
    decided: (request, fault) => {
      for (const one of observers) one.decided(request, fault)
    },
    withheld: (request) => {
      for (const one of observers) one.withheld?.(request)
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
    storeChanged: (isReachable) => {
      for (const one of observers) one.storeChanged?.(isReachable)
    },
    unreadable: (code, clientAddress) => {
      for (const one of observers) one.unreadable?.(code, clientAddress)
    },
  }
}
