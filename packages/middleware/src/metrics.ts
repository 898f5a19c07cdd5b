/**
 * Metrics of the decisions of this process, in the text format of Prometheus. Counted in every adapter; nothing is exposed unless a handler is mounted.
 *
 * @module
 */
import { PROMETHEUS_TYPE } from '@marque/core/telemetry'
import { processMetricsText } from './telemetry/index.ts'

/** The media type of {@link metrics}. */
export const METRICS_TYPE: string = PROMETHEUS_TYPE

/**
 * The counters of all middlewares of this process, as text.
 *
 * No label holds an origin or another value that a client chooses; the number of series is bounded by the policy. Whoever reads them learns the names of resources
 * and origin sets: serve them to operators only.
 *
 * @example
 * ```ts
 * operators.get('/metrics', (_request, response) => response.type(METRICS_TYPE).send(metrics()))
 * ```
 */
export function metrics(): string {
  return processMetricsText()
}

/** The metrics as a response, for Fetch handlers, Hono, h3 and Next.js. */
export function metricsResponse(): Response {
  return new Response(metrics(), {
    headers: { 'content-type': METRICS_TYPE, 'cache-control': 'no-store' },
  })
}

/** The part of a Node response that {@link serveMetrics} uses. */
export interface MetricsResponse {
  writeHead(status: number, headers: { readonly [name: string]: string }): unknown
  end(body: string): unknown
}

/** Writes the metrics to a response of `node:http`, Express, or `reply.raw` of Fastify. */
export function serveMetrics(_request: unknown, response: MetricsResponse): void {
  response.writeHead(200, { 'content-type': METRICS_TYPE, 'cache-control': 'no-store' })
  response.end(metrics())
}
