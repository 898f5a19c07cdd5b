/**
 * The Marque engine: reads a bundle, decides requests from it, writes the answer's headers.
 *
 * Pure, total, without dependencies; runs in Node, Deno, Bun, workerd and browsers. The trace of a decision is in `@marque/core/explain`, the model of
 * browsers in `@marque/core/browsers`.
 *
 * @module
 */
export { badPortOf, isMixedContent } from './address/index.ts'
export {
  answerHeaders,
  isEventStream,
  type OwnAnswer,
  ownAnswer,
  type Problem,
  problem,
  publicReason,
  READ_HEADER,
  READ_REQUEST,
  requestsReport,
  stricterRead,
  withReport,
} from './answer/index.ts'
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
} from './bundle/index.ts'
export {
  type BundleProblem,
  bundleBytes,
  canonicalJson,
  claimPointer,
  digestOf,
  isBundle,
  isBundleProblem,
  isTenantIdentified,
  isTenantLabel,
  isTenantName,
  nestedClaims,
  type ReadClaim,
  readBundle,
  sha256Hex,
} from './bundle/index.ts'
export { decide, layerHeaders, needsLogin, withoutPolicy } from './decide/index.ts'
export type { Decision, Kind } from './decision.ts'
export {
  coversMethod,
  headerLines,
  isCorsHeader,
  isForbiddenMethod,
  isForbiddenRequestHeader,
  isForbiddenResponseHeader,
  isPolicyResponseHeader,
  isSafelistedResponseHeader,
  isToken,
  normalizeMethod,
  POLICY_RESPONSE_HEADERS,
} from './headers/index.ts'
export {
  defaultPort,
  hostEndOf,
  hostEnds,
  isAddress,
  isCanonicalOrigin,
  isLoopbackHost,
  isOriginPattern,
  ORIGIN_LIMITS,
  type Origin,
  type OriginPattern,
  readOrigin,
  readPattern,
  withoutTrailingDot,
} from './origin/index.ts'
export {
  comparePathPatterns,
  type PathPattern,
  type PatternSegment,
  readPathPattern,
} from './path/index.ts'
export { type Engine, prepare, setNamesOf } from './prepared/index.ts'
export { REASONS, type Reason, ruleAddress } from './reasons.ts'
export type {
  Context,
  HeaderLine,
  Json,
  Lockdown,
  Moment,
  OriginToken,
  RequestFacts,
} from './request.ts'
export {
  type Disagreement,
  disagreements,
  hmacSha256,
  type Mac,
  readStatement,
  STATEMENT_HEADER,
  STATEMENT_LIFE,
  type Statement,
  type StatementFault,
  type StatementKey,
  stricterOf,
  writeStatement,
} from './statement/index.ts'
export { authorityEnd, requestTarget } from './target-text.ts'
