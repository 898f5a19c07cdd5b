/**
 * A span for each request, sent to a collector by OTLP over HTTP.
 *
 * Loaded only where an endpoint is set: nobody else pays for it. The span's id is the one that the application was given as its parent, so traces go on through the
 * gateway. Conventions: OpenTelemetry HTTP server spans; decisions in the shape of `feature_flag.evaluation` under `marque.*`.
 *
 * @module
 */
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
import type { Exchange } from '../exchange/exchange.ts'
import type { Observer } from '../serve/stages.ts'
import { hostOf, methodOf, pathOf } from './log/shown.ts'

export interface Traces {
  readonly observer: Observer
  /** Sends what waits, at most for `wait` milliseconds: a collector that is gone holds nobody up. */
  close(wait: number): Promise<void>
}

/** Between two batches, milliseconds. */
const PACE = 2_000

/** Where to, how, and with which headers is told by the variables `OTEL_EXPORTER_OTLP_*`, which the exporter reads. */
export function traces(): Traces {
  const processor = new BatchSpanProcessor({
    exporter: new OTLPTraceExporter(),
    scheduledDelayMillis: PACE,
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
    async close(wait) {
      let timer: NodeJS.Timeout | undefined
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, wait)
      })
      await Promise.race([processor.shutdown().catch(() => undefined), limit])
      clearTimeout(timer)
    },
  }
}

function spanOf(exchange: Exchange, fault: string | null, resource: Resource): ReadableSpan {
  const { trace, startedAt, status } = exchange
  const { traceId, spanId, parentId } = trace
  const took = performance.now() - startedAt
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
    startTime: instant(end - took),
    endTime: instant(end),
    duration: instant(took),
    // A refusal is what was asked of the gateway, and no error of it (conventions: 4xx of a server span leaves it unset).
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

/** No query, no cookie, no authorization value, and no origin. */
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
function instant(milliseconds: number): HrTime {
  const seconds = Math.floor(milliseconds / 1_000)
  return [seconds, Math.round((milliseconds - seconds * 1_000) * 1_000_000)]
}
