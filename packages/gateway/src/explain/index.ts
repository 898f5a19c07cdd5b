/**
 * What the gateway answers below `/.well-known/marque/`.
 *
 * @module
 */
export { reservedAnswers } from './reserved-answers.ts'
