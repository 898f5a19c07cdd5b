/**
 * Finds the layer and the cause of each difference.
 *
 * @module
 */
export { shownHeaders } from './answer-headers.ts'
export { type Diagnosed, type DiagnosisOptions, diagnose, type JudgedLayer } from './diagnose.ts'
