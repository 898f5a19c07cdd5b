/**
 * What layers report about decisions: lines of the decision log, counters, and usage.
 *
 * Pure, and without knowledge of files, sockets and clocks: each layer writes where it can.
 *
 * @module
 */
export {
  type Credential,
  type DecidedRequest,
  isDenial,
  type LayerName,
  withFault,
} from './decided-request.ts'
export { DecisionCounts, type MetricFamily } from './decision-counts.ts'
export {
  type DecisionEntry,
  type DecisionLine,
  decisionLine,
  decisionText,
  type LineSource,
} from './decision-line.ts'
export { millisText, quoted, quotedOrNull, timeText } from './json-text.ts'
export { hostOf, methodOf, originOf, pathOf, truncate } from './log-values.ts'
export { metricsText, PROMETHEUS_TYPE } from './metrics-text.ts'
export { receivedRequestId, receivedTraceId } from './received-ids.ts'
export {
  HOUR,
  UsageCounts,
  type UsageHour,
  type UsageRecorder,
  type UsageRow,
} from './usage-counts.ts'
export {
  type HourCoverage,
  readUsage,
  type Usage,
  UsageReader,
  type UsageTotal,
  usageHeader,
  usageLines,
} from './usage-lines.ts'
