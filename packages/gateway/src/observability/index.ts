/**
 * Logs, metrics and traces, behind one observer interface. Each kind is loaded if configured.
 *
 * @module
 */
export type { LineSink } from './line-sink.ts'
export type { Metrics } from './metrics.ts'
export { type DecidedRequest, NO_OBSERVER, type Observer } from './observer.ts'
export { loadObservers, type Observability, openObservability } from './open-observability.ts'
export { standardOutput } from './standard-output.ts'
