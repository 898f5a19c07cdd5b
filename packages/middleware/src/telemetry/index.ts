/**
 * What the middleware reports: decision log, metrics, usage, and policies that could not be renewed.
 *
 * @module
 */
export {
  checkLogOption,
  type DecisionWriter,
  type LogOption,
  type LogSettings,
} from './decision-log.ts'
export { reportHosts } from './host-reports.ts'
export { processMetricsText } from './process-metrics.ts'
export { createTelemetry, type Telemetry } from './telemetry.ts'
