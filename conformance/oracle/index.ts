/**
 * The oracle: an independent, slow and literal model of Fetch's CORS and of docs/rules.md. It shares no code with the engine.
 *
 * @module
 */
export { oracleAnswerHeaders } from './answer-headers.ts'
export { oracleDecide, oracleLayerHeaders } from './decide.ts'
