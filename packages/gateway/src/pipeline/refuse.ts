/**
 * The ways in which the pipeline ends without the upstream.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { RateLimitResult } from '../rate-limit/index.ts'
import { FAULTS, type Fault, sendDecision, sendFault } from '../reply/index.ts'
import type { Exchange } from '../request/index.ts'
import type { PipelineDeps } from './pipeline-deps.ts'

/** Answers with the response of the decision: to a preflight, or to a refused request. */
export function answerDecision({ observer }: PipelineDeps, exchange: Exchange): void {
  observer.decided(exchange)
  sendDecision(exchange)
}

/** Answers with an error of the gateway. */
export function fail(
  { observer }: PipelineDeps,
  exchange: Exchange,
  fault: Fault,
  headers: readonly HeaderLine[] = [],
): void {
  observer.failed(exchange, fault, null)
  sendFault(exchange, fault, headers)
}

/** Whether the request is for a host that the gateway does not serve (D2). The policy answers requests whose host cannot be read, with 400. */
export function isMisdirected({ isHostServed }: PipelineDeps, exchange: Exchange): boolean {
  const { engine, facts, decision, request } = exchange
  // Without a policy every request is refused already.
  if (isHostServed === null || engine === null || decision.status === 400) return false
  return !isHostServed(engine, facts.url, request.socket.localAddress ?? null)
}

/** Answers with 500 if an asynchronous step fails. */
export function failInternally(
  { observer }: PipelineDeps,
  exchange: Exchange,
  error: unknown,
): void {
  observer.failed(exchange, FAULTS.internal, error instanceof Error ? error : null)
  if (!exchange.response.headersSent) sendFault(exchange, FAULTS.internal)
  else exchange.response.destroy()
}

/** `rate-limited` is a reason of the layer, not of the engine. A preflight over its limit gets Vary and no CORS headers (D30). */
export function failRateLimited(
  deps: PipelineDeps,
  exchange: Exchange,
  { by, headers }: RateLimitResult,
): void {
  exchange.decision = {
    ...exchange.decision,
    reach: false,
    read: false,
    reason: 'rate-limited',
    grant: null,
    exception: null,
  }
  deps.observer.limited(exchange, by ?? undefined)
  deps.observer.decided(exchange)
  fail(deps, exchange, FAULTS.rateLimited, headers)
}
