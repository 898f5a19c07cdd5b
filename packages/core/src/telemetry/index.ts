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
} from './decided-request.ts'
export { type CounterFamily, DecisionCounts } from './decision-counts.ts'
export { type DecisionLine, decisionLine, decisionText, type LineSource } from './decision-line.ts'
export { millisText, quoted, quotedOrNull, timeText } from './json-text.ts'
export { hostOf, methodOf, originOf, pathOf, truncate } from './log-values.ts'
export { countersText, PROMETHEUS_TYPE } from './prometheus-text.ts'
