/**
 * The oracle: an independent, slow and literal model of Fetch's CORS and of docs/rules.md. It shares no code with the engine.
 *
 * @module
 */
export { oracleAnswerHeaders } from './answer-headers.ts'
export { conditionsHold } from './conditions.ts'
export { oracleDecide, oracleLayerHeaders } from './decide.ts'
export { type EvaluationInput, readInput } from './evaluation-input.ts'
export { listsWith } from './grants.ts'
export { secFetch } from './kinds.ts'
export { elementsOf, linesOf } from './lines.ts'
export { patternFits } from './origin.ts'
export { methodsFit, segmentsOf } from './patterns.ts'
export { matchPattern } from './readings-router.ts'
export { readTarget } from './target.ts'
