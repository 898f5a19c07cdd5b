/**
 * Representative requests of a bundle: URLs, origins and near misses, headers, contexts and instants that its grants distinguish, and the
 * self-test vectors that every bundle carries. Pure functions of bundles, without I/O and without the clock.
 *
 * @module
 */

export {
  actualRequest,
  type GrantRequestOptions,
  grantRequests,
  preflightHeaders,
  preflightRequest,
  type SampleRequest,
} from './grant-requests.ts'
export {
  firstGrantee,
  type Grantee,
  type GranteeList,
  granteesOf,
  hasGrantee,
  type IndexedGrant,
  indexedGrants,
  restrictOrigins,
} from './grantees.ts'
export {
  boundaryInstants,
  claimsAt,
  conditionChoices,
  contextSatisfying,
  contextsFailing,
  type FailingContext,
  instantNear,
  instantWithin,
  SAMPLE_INSTANT,
} from './sample-context.ts'
export {
  type NearMissOrigin,
  nearMissOrigins,
  type OriginComparisonFault,
  originMatching,
  originsIn,
  patternsMatching,
  UNLISTED_ORIGIN,
  unlistedOrigin,
} from './sample-origins.ts'
export {
  ANY_SEGMENT,
  firstUnused,
  type Known,
  plausibleSegment,
  requestableFirst,
  sampleUrl,
  sampleUrls,
  type UrlOptions,
  unusedSegment,
  urlOnOtherHost,
} from './sample-url.ts'
export { selfTestOf } from './self-test.ts'
