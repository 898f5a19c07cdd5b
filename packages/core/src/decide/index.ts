/**
 * Decisions: a request is resolved against the policy, evaluated, and the outcome becomes status and headers. `explain` uses the same functions.
 *
 * @module
 */
export { conditionHolds, type Facts, rolesOf, scopesOf, versionOf } from './conditions.ts'
export { decide, evaluate, layerHeaders, withoutPolicy } from './decide.ts'
export { isCrossSiteBlocked } from './exempt.ts'
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
export {
  type AmbiguousRequest,
  type EvaluationInput,
  isCrossOrigin,
  resolve,
  singleOrigin,
} from './resolve.ts'
