/**
 * Holds each answer against the decision of the policy.
 *
 * @module
 */
export { missingVary } from './actual-differences.ts'
export {
  type AnswerFields,
  allowedOrigin,
  allowsCredentials,
  fieldsOf,
  isOk,
  linesOf,
} from './answer-fields.ts'
export type { Differences } from './comparison-input.ts'
export {
  datesOf,
  type Expectations,
  type ExpectedDecisions,
  expectedDecisions,
  requestOf,
} from './expected-decisions.ts'
export { facetValue } from './facet-value.ts'
export { allowsOrigin, letsIn, requestedHeaders, requestedMethod } from './lets-in.ts'
export type { Facet, Observation } from './observation.ts'
export { differencesFrom, type Observed, observeLayer } from './observe.ts'
export { markOwnOptionsAnswers } from './own-options-answers.ts'
