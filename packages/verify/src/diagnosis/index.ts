/**
 * Finds the layer and the cause of each difference.
 *
 * @module
 */
export { type Diagnosed, type DiagnosisOptions, diagnose, type JudgedLayer } from './diagnose.ts'
