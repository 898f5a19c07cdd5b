/**
 * Evaluation of sample requests by both engines: contexts, times, circumstances, and how two decisions differ.
 *
 * @module
 */
export { contradictingTenant, NORMAL, specialCircumstances } from './circumstances.ts'
export { contextSamples } from './context-samples.ts'
export { countRequests, findShifts, type ObservedShift, type Scenario } from './find-shifts.ts'
export {
  type Credentials,
  type DecisionPair,
  decideBoth,
  inputOf,
  type RequestSample,
} from './request-sample.ts'
export { headerOf, withCredentials } from './shifts.ts'
export { mergeSpans, timeSpans } from './time-spans.ts'
