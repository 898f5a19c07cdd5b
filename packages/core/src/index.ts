/**
 * The Marque engine: reads a bundle, decides requests from it, writes the answer's headers.
 *
 * Pure, total, without dependencies; runs in Node, Deno, Bun, workerd and browsers. The trace of a decision is in `@marque/core/explain`, the model of
 * browsers in `@marque/core/browsers`.
 *
 * @module
 */
export { answerHeaders } from './answer/answer-headers.ts'
export { type OwnAnswer, ownAnswer } from './answer/own-answer.ts'
export { type Problem, problem, publicReason } from './answer/problem.ts'
export { withoutPolicy } from './answer/without-policy.ts'
export type {
  Bundle,
  BundleContext,
  Condition,
  Digest,
  FactSource,
  Grant,
  Match,
  OriginList,
  Resource,
  Sensitivity,
  Vector,
  VectorFile,
} from './bundle/bundle.ts'
export { type BundleProblem, isBundleProblem } from './bundle/bundle-problem.ts'
export { bundleBytes, canonicalJson } from './bundle/canonical.ts'
export { isBundle } from './bundle/is-bundle.ts'
export { readBundle } from './bundle/read-bundle.ts'
export { digestOf, sha256Hex } from './bundle/sha256.ts'
export { decide, layerHeaders } from './decide/decide.ts'
export type { Decision, Kind } from './decide/decision.ts'
export { type Engine, prepare } from './decide/plan.ts'
export { REASONS, type Reason } from './decide/reasons.ts'
export { setNamesOf } from './decide/set-names.ts'
export { isEventStream } from './headers/field-value.ts'
export {
  coversMethod,
  isCorsHeader,
  isForbiddenMethod,
  isForbiddenRequestHeader,
  isForbiddenResponseHeader,
  isPolicyResponseHeader,
  isSafelistedResponseHeader,
  isToken,
  normalizeMethod,
  POLICY_RESPONSE_HEADERS,
} from './headers/names.ts'
export { headerLines } from './headers/raw-headers.ts'
export {
  defaultPort,
  isAddress,
  isCanonicalOrigin,
  isLoopbackHost,
  ORIGIN_LIMITS,
  type Origin,
  readOrigin,
} from './origin/read-origin.ts'
export { isOriginPattern, type OriginPattern, readPattern } from './origin/read-pattern.ts'
export {
  comparePathPatterns,
  type PathPattern,
  type PatternSegment,
  readPathPattern,
} from './path/pattern.ts'
export type {
  Context,
  HeaderLine,
  Json,
  Lockdown,
  Moment,
  OriginToken,
  RequestFacts,
} from './request.ts'
export { hmacSha256, type Mac } from './statement/hmac.ts'
export {
  readStatement,
  STATEMENT_HEADER,
  STATEMENT_LIFE,
  type Statement,
  type StatementFault,
  type StatementKey,
  writeStatement,
} from './statement/statement.ts'
export { type Disagreement, disagreements, stricterOf } from './statement/stricter.ts'
