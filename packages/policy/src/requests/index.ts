/**
 * Representative requests of a bundle: URLs, origins and near misses, headers, contexts and instants that its grants distinguish, and the
 * self-test vectors that every bundle carries. Pure functions of bundles, without I/O and without the clock.
 *
 * @module
 */
export { claimsAt } from './claims.ts'
export { firstUnused, type Known } from './first-unused.ts'
export { type GrantRequestOptions, grantRequests } from './grant-requests.ts'
export {
  firstGrantee,
  type Grantee,
  type GranteeList,
  granteesOf,
  hasGrantee,
  type IndexedGrant,
  indexedGrants,
} from './grantees.ts'
export {
  type NearMissOrigin,
  nearMissOrigins,
  type OriginComparisonFault,
} from './near-miss-origins.ts'
export { restrictOrigins } from './restrict-origins.ts'
export {
  conditionChoices,
  contextSatisfying,
  contextsFailing,
  type FailingContext,
} from './sample-context.ts'
export {
  boundaryInstants,
  instantNear,
  instantWithin,
  SAMPLE_INSTANT,
} from './sample-instants.ts'
export {
  originMatching,
  originsIn,
  patternsMatching,
  UNLISTED_ORIGIN,
  unlistedOrigin,
} from './sample-origins.ts'
export {
  actualRequest,
  preflightHeaders,
  preflightRequest,
  type SampleRequest,
} from './sample-request.ts'
export {
  ANY_SEGMENT,
  plausibleSegment,
  sampleUrl,
  sampleUrls,
  type UrlOptions,
  unusedSegment,
  urlOnOtherHost,
} from './sample-url.ts'
export { selfTestOf } from './self-test.ts'
