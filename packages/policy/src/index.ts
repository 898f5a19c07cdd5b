/**
 * The Marque policy language: from the text that a person writes to findings and to the bundle that layers decide from.
 *
 * @module
 */
export { type FindingRule, type ReasonRule, RULES, ruleOf } from './catalogue/index.ts'
export {
  acknowledgeElsewhere,
  type CheckOptions,
  type Compiled,
  check,
  checkModel,
  compile,
  type ReadPolicy,
  readPolicy,
} from './check.ts'
export { jsonSchema } from './document/index.ts'
export {
  type Finding,
  type FindingCode,
  type FindingReason,
  nearestFinder,
  RETIRED_CODES,
  type Severity,
} from './findings/index.ts'
export { type Loaded, load } from './load.ts'
export { type AcknowledgedFinding, sharedSuffixOf } from './rules/index.ts'
export type { Position } from './text/index.ts'
