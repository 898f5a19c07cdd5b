/**
 * The first step of the pipeline: request facts and the decision for an unknown sender.
 *
 * @module
 */
import { type Context, type Decision, headerLines } from '@marque/core'
import { decideOrDeny } from '../evaluation/index.ts'
import {
  connectionClient,
  connectionContext,
  type Exchange,
  type GatewayRequest,
  type GatewayResponse,
  requestFacts,
  requestIdOf,
  type TraceContext,
  traceContextOf,
} from '../request/index.ts'
import type { PipelineDeps } from './pipeline-deps.ts'

export function createExchange(
  deps: PipelineDeps,
  request: GatewayRequest,
  response: GatewayResponse,
): Exchange {
  return new GatewayExchange(deps, request, response)
}

/** The trace context is created on first access: a preflight that is not logged needs none. */
class GatewayExchange implements Exchange {
  readonly request
  readonly response
  readonly facts
  readonly client
  readonly requestId
  readonly startedAt
  readonly engine
  readonly moment
  context: Context
  loginUntil: number | null = null
  subject: string | null = null
  decision: Decision
  upstream: string | null = null
  status: number | null = null
  readonly #sampleTrace
  #trace: TraceContext | null = null

  constructor(
    { policy, proxyTrust, sampleTrace }: PipelineDeps,
    request: GatewayRequest,
    response: GatewayResponse,
  ) {
    this.request = request
    this.response = response
    this.startedAt = performance.now()
    const lines = headerLines(request.rawHeaders)
    this.client = connectionClient(request.socket, lines, proxyTrust)
    this.facts = requestFacts(request, lines, this.client.scheme)
    this.requestId = requestIdOf(lines, this.client.isViaProxy)
    this.engine = policy.engine
    this.moment = policy.moment()
    this.context = connectionContext(request)
    this.decision = decideOrDeny(this.engine, this.facts, this.context, this.moment)
    this.#sampleTrace = sampleTrace
  }

  get trace(): TraceContext {
    this.#trace ??= traceContextOf(this.facts.headers, this.#sampleTrace)
    return this.#trace
  }
}
