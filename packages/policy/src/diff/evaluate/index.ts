/**
 * Evaluation of sample requests by both engines: contexts, times, circumstances, and how two decisions differ.
 *
 * @module
 */
export { CALM, contradicted, modesFor } from './circumstances.ts'
export { conditionWords, durationText, listText } from './condition-text.ts'
export { settingsFor } from './context-samples.ts'
export { countOf, type Hit, hitsIn, type Subject } from './find-shifts.ts'
export { type Answers, type Ask, answersTo, type Credentials, requestOf } from './request-sample.ts'
export { type Direction, headerOf, withCredentials } from './shifts.ts'
export { runsOf, spansOf } from './time-spans.ts'
