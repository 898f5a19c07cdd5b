/**
 * Decisions: a request is matched against the policy (`frontOf`), and judged by what is declared in `JudgeInput`. `explain` uses the same functions.
 *
 * @module
 */
export { conditionHolds, type Facts, rolesOf, scopesOf, versionOf } from './conditions.ts'
export { decide, lacksLogin, layerHeaders, needsLogin, withoutPolicy } from './decide.ts'
export { type Front, frontOf, isCrossOrigin } from './front.ts'
export {
  conditionsHold,
  endOfGrant,
  factsOf,
  isTokenReason,
  listedIn,
  originDenial,
  whyDenied,
  whyUnfit,
} from './grants.ts'
export { covers, deniesAll, hasNoIncident, isStale } from './incidents.ts'
export { evaluate, isCrossSiteBlocked, type JudgedFront, judge } from './judge.ts'
export {
  type ClientFacts,
  type EvaluationInput,
  evaluationInputOf,
  type JudgeInput,
  type OriginInput,
  RequestInput,
  type Site,
  singleOrigin,
} from './judge-input.ts'
