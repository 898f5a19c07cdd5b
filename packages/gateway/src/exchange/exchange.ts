/**
 * One request on its way through the gateway, and what is known of it at each stage.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { Context, Decision, Engine, Moment, RequestFacts } from '@marque/core'
import type { Client } from './client.ts'

export type GatewayRequest = IncomingMessage | Http2ServerRequest
export type GatewayResponse = ServerResponse | Http2ServerResponse

/** Filled in from top to bottom. */
export interface Exchange {
  readonly request: GatewayRequest
  readonly response: GatewayResponse
  /** As judged: scheme, Host and raw target; every header line. */
  readonly facts: RequestFacts
  readonly client: Client
  readonly requestId: string
  /** W3C trace context of this request at the gateway: passed on, and named in logs. Made when it is first read. */
  readonly trace: TraceContext
  /** `performance.now()` when its header had come. */
  readonly startedAt: number
  /** The engine that decides all of it, whatever is swapped in meanwhile. Null: no policy. */
  readonly engine: Engine | null
  readonly moment: Moment
  context: Context
  /** When the login of the sender ends, epoch milliseconds, which may be infinite; null: nobody is logged in, as far as was asked. */
  loginUntil: number | null
  decision: Decision
  /** The upstream, and the place of the route; null before it is known, and for what the gateway answers itself. */
  upstream: string | null
  /** What the client was answered; null before. */
  status: number | null
}

/** W3C Trace Context, level 1. */
export interface TraceContext {
  /** 32 hex digits. */
  readonly traceId: string
  /** Of the gateway's own span, 16 hex digits. */
  readonly spanId: string
  /** Of the caller's span, or null. */
  readonly parentId: string | null
  readonly isSampled: boolean
  /** Passed on as it came, or null. */
  readonly state: string | null
}

/** Nothing is known of the sender. */
export const UNKNOWN: Context = Object.freeze({})
