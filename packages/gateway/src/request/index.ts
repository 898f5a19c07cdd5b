/**
 * One HTTP request as the gateway received it: facts (D1, D2), client address, request id, trace context, and the exchange that carries them through the pipeline.
 *
 * @module
 */
export { authorityEnd, requestTarget } from '@marque/core'
export { type Client, clientOf, connectionClient, type ProxyTrust, trustProxies } from './client.ts'
export {
  CERTIFICATE_CONTEXT,
  connectionContext,
  connectionOf,
  EMPTY_CONTEXT,
} from './connection-context.ts'
export type { Exchange, GatewayRequest, GatewayResponse } from './exchange.ts'
export { isEvaluatedHeader, listValues, onlyValue, valuesOf } from './header-values.ts'
export { onFinished } from './on-finished.ts'
export { readBody } from './read-body.ts'
export { requestFacts } from './request-facts.ts'
export {
  requestIdOf,
  type TraceContext,
  type TraceSampler,
  traceContextOf,
  traceparent,
} from './request-ids.ts'
export { reservedPath } from './reserved-path.ts'
