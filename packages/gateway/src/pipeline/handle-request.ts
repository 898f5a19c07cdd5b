/**
 * Handling of an HTTP request: facts, decision, identity, rate limit, upstream.
 *
 * The order matters. A preflight is answered without authentication; a request that the policy refuses reaches neither the rate limiter nor the upstream; an error of
 * the gateway can be read by the pages that may read the resource.
 *
 * @module
 */
import type { HeaderLine } from '@marque/core'
import type { Identity } from '../auth/index.ts'
import type { RateLimitResult } from '../rate-limit/index.ts'
import { hasEventStream, relayRequest } from '../relay/index.ts'
import { FAULTS } from '../reply/index.ts'
import {
  type Exchange,
  type GatewayRequest,
  type GatewayResponse,
  onFinished,
  requestTarget,
  reservedPath,
} from '../request/index.ts'
import type { Upstream } from '../upstream/index.ts'
import { authorize } from './authorize.ts'
import { createExchange } from './create-exchange.ts'
import type { PipelineDeps } from './pipeline-deps.ts'
import { answerDecision, fail, failInternally, failRateLimited, isMisdirected } from './refuse.ts'

/** Handles a request. Every request is answered, or its connection closed. */
export function handleRequest(
  deps: PipelineDeps,
  request: GatewayRequest,
  response: GatewayResponse,
): void {
  const exchange = createExchange(deps, request, response)
  onFinished(request, response, () => deps.observer.finished(exchange))
  const { decision } = exchange
  if (exchange.facts.method === 'CONNECT') {
    // Tunnels are never opened (D25); a refusal by the policy takes precedence.
    if (decision.status === null) fail(deps, exchange, FAULTS.method)
    else answerDecision(deps, exchange)
    return
  }
  if (isMisdirected(deps, exchange)) {
    fail(deps, exchange, FAULTS.misdirected)
    return
  }
  const isAmbiguous = decision.reason === 'path-ambiguous'
  const reserved = reservedPath(requestTarget(exchange.facts), isAmbiguous)
  if (reserved === 'reserved' && !isAmbiguous) {
    if (deps.answerReserved === null) fail(deps, exchange, FAULTS.unrouted)
    else deps.answerReserved(exchange)
    return
  }
  // Requests that the policy would not forward are answered by the policy.
  if (reserved !== null && decision.status === null) {
    fail(deps, exchange, FAULTS.unrouted)
    return
  }
  if (decision.kind === 'preflight') {
    handlePreflight(deps, exchange)
    return
  }
  authorize(deps, exchange, (identity, limit) => forward(deps, exchange, identity, limit))
}

function handlePreflight(deps: PipelineDeps, exchange: Exchange): void {
  if (deps.rateLimiter === null) {
    answerDecision(deps, exchange)
    return
  }
  const limit = deps.rateLimiter.countPreflight(exchange)
  if (limit instanceof Promise) {
    limit
      .then((settled) => answerPreflight(deps, exchange, settled))
      .catch((error: unknown) => failInternally(deps, exchange, error))
  } else answerPreflight(deps, exchange, limit)
}

function answerPreflight(deps: PipelineDeps, exchange: Exchange, limit: RateLimitResult): void {
  if (limit.isExceeded) failRateLimited(deps, exchange, limit)
  else answerDecision(deps, exchange)
}

function forward(
  deps: PipelineDeps,
  exchange: Exchange,
  { upstreamHeaders }: Identity,
  limit: RateLimitResult,
): void {
  const upstream = selectUpstream(deps, exchange)
  if (upstream === null) return
  const statement = deps.writeStatement?.(exchange, upstream.name)
  relayRequest(exchange, upstream, {
    hiddenHeaders: deps.hiddenHeaders,
    maxBodyBytes: deps.maxBodyBytes,
    clientTimeout: deps.clientTimeout,
    upstreamHeaders: statement === undefined ? upstreamHeaders : [...upstreamHeaders, statement],
    addedHeaders: limit.headers,
    onFault: (fault, error) => deps.observer.failed(exchange, fault, error),
    onWithheld: () => deps.observer.withheld?.(exchange),
    onResponse: (lines: readonly HeaderLine[], end: () => void) => {
      if (!hasEventStream(lines)) return
      exchange.response.once('close', deps.streams.watch(exchange, end))
    },
  })
}

/** Routes an authorized request and reports its decision. Answers with 404 and returns null if no route matches. */
export function selectUpstream(deps: PipelineDeps, exchange: Exchange): Upstream | null {
  const name = deps.route(exchange)
  const upstream = name === null ? undefined : deps.upstreams.get(name)
  if (upstream === undefined) {
    fail(deps, exchange, FAULTS.unrouted)
    return null
  }
  exchange.upstream = upstream.name
  deps.observer.decided(exchange)
  return upstream
}
