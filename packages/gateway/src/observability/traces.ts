/**
 * Spans of requests, exported to a collector by OTLP over HTTP.
 *
 * Loaded only if an endpoint is set. The span id is the parent id that the upstream receives, so traces continue through the gateway. Conventions: OpenTelemetry
 * HTTP server spans; decisions in the shape of `feature_flag.evaluation` under `marque.*`.
 *
 * @module
 */
import { hostOf, methodOf, pathOf } from '@marque/core/telemetry'
import {
  type Attributes,
  type HrTime,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
} from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import {
  detectResources,
  envDetector,
  type Resource,
  resourceFromAttributes,
} from '@opentelemetry/resources'
import { BatchSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace'
import type { Exchange } from '../request/index.ts'
import type { Observer } from './observer.ts'

export interface Traces {
  readonly observer: Observer
  /** Exports pending spans, for `timeout` milliseconds at most: an unreachable collector must not delay shutdown. */
  close(timeout: number): Promise<void>
}

/** Time between two batches, milliseconds. */
const BATCH_INTERVAL = 2_000

/** The exporter reads endpoint, protocol and headers from the variables `OTEL_EXPORTER_OTLP_*`. */
export function openTraces(): Traces {
  const processor = new BatchSpanProcessor({
    exporter: new OTLPTraceExporter(),
    scheduledDelayMillis: BATCH_INTERVAL,
    exportTimeoutMillis: 10_000,
  })
  const resource = resourceFromAttributes({ 'service.name': 'marque-gateway' }).merge(
    detectResources({ detectors: [envDetector] }),
  )
  const faults = new WeakMap<Exchange, string>()
  return {
    observer: {
      decided: () => undefined,
      finished(exchange) {
        if (exchange.trace.isSampled) {
          processor.onEnd(spanOf(exchange, faults.get(exchange) ?? null, resource))
        }
      },
      failed(exchange, { kind }) {
        faults.set(exchange, kind)
      },
      limited: () => undefined,
    },
    async close(timeout) {
      let timer: NodeJS.Timeout | undefined
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, timeout)
      })
      await Promise.race([processor.shutdown().catch(() => undefined), limit])
      clearTimeout(timer)
    },
  }
}

function spanOf(exchange: Exchange, fault: string | null, resource: Resource): ReadableSpan {
  const { trace, startedAt, status } = exchange
  const { traceId, spanId, parentId } = trace
  const duration = performance.now() - startedAt
  const end = Date.now()
  const isError = status === null || status >= 500
  const name = METHODS.has(exchange.facts.method) ? exchange.facts.method : 'HTTP'
  const traceFlags = TraceFlags.SAMPLED
  return {
    name,
    kind: SpanKind.SERVER,
    spanContext: () => ({ traceId, spanId, traceFlags }),
    ...(parentId !== null && {
      parentSpanContext: { traceId, spanId: parentId, traceFlags, isRemote: true },
    }),
    startTime: toHrTime(end - duration),
    endTime: toHrTime(end),
    duration: toHrTime(duration),
    // By the conventions a 4xx response leaves the status of a server span unset: a refusal is not an error of the gateway.
    status: { code: isError ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
    attributes: attributesOf(exchange, isError ? (fault ?? String(status ?? 'aborted')) : null),
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: { name: 'marque' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  }
}

const METHODS: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'CONNECT',
  'TRACE',
])

/** Holds no query, cookie, authorization value or origin. */
function attributesOf(exchange: Exchange, error: string | null): Attributes {
  const { facts, client, request, status, decision, engine, upstream, requestId } = exchange
  const [, address = '', port] = /^(.*?)(?::(\d+))?$/s.exec(hostOf(facts)) ?? []
  const isKnown = METHODS.has(facts.method)
  return {
    'http.request.method': isKnown ? facts.method : '_OTHER',
    ...(!isKnown && { 'http.request.method_original': methodOf(facts.method) }),
    'url.scheme': client.scheme,
    'url.path': pathOf(facts),
    'server.address': address,
    ...(port !== undefined && { 'server.port': Number(port) }),
    'client.address': client.address,
    'network.protocol.version': request.httpVersion,
    ...(status !== null && { 'http.response.status_code': status }),
    ...(error !== null && { 'error.type': error }),
    'marque.kind': decision.kind,
    'marque.key': decision.resource ?? '',
    'marque.result.variant': decision.read ? 'read' : decision.reach ? 'reach' : 'denied',
    'marque.result.reason': decision.reason,
    ...(engine !== null && { 'marque.set.id': engine.digest }),
    ...(upstream !== null && { 'marque.upstream': upstream }),
    'marque.request_id': requestId,
  }
}

/** Seconds and nanoseconds. */
function toHrTime(milliseconds: number): HrTime {
  const seconds = Math.floor(milliseconds / 1_000)
  return [seconds, Math.round((milliseconds - seconds * 1_000) * 1_000_000)]
}
