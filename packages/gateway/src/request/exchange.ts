/**
 * A request and its response on their way through the pipeline.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { Context, Decision, Engine, Moment, RequestFacts } from '@marque/core'
import type { Client } from './client.ts'
import type { TraceContext } from './request-ids.ts'

export type GatewayRequest = IncomingMessage | Http2ServerRequest
export type GatewayResponse = ServerResponse | Http2ServerResponse

/** Mutable fields are filled in by the pipeline, from top to bottom. */
export interface Exchange {
  readonly request: GatewayRequest
  readonly response: GatewayResponse
  /** What the decision is made from: scheme, Host and raw target, and every header line. */
  readonly facts: RequestFacts
  readonly client: Client
  readonly requestId: string
  /** W3C trace context of this request at the gateway, for the upstream and the logs. Created on first access. */
  readonly trace: TraceContext
  /** `performance.now()` when the request header had arrived. */
  readonly startedAt: number
  /** The engine for the whole exchange, also if a new policy is swapped in meanwhile. Null: no policy is loaded. */
  readonly engine: Engine | null
  readonly moment: Moment
  /** At first that of the connection; then with what the authenticator verified. */
  context: Context
  /** When the login ends, epoch milliseconds or `Infinity`. Null: not logged in, or not authenticated yet. */
  loginUntil: number | null
  /** Issuer and user of the verified login, as in `Identity`; null for an anonymous request, and where the login does not matter. Never logged. */
  subject: string | null
  decision: Decision
  /** Name of the upstream, which also labels the route in metrics. Null: not routed yet, or answered by the gateway itself. */
  upstream: string | null
  /** Status of the response. Null: nothing has been sent. */
  status: number | null
}
