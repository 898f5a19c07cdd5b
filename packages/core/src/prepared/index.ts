/**
 * A bundle prepared for decisions: indexes of origins, hosts and paths, and the constant parts of responses.
 *
 * @module
 */
export { listsHolding, type Membership } from './origin-index.ts'
export { isHostOfSelf, isOwnElsewhere, isOwnOrigin } from './own-origins.ts'
export {
  ALLOW_CREDENTIALS,
  ANY_ORIGIN,
  type Engine,
  line,
  NO_STORE,
  type PreparedGrant,
  type PreparedPolicy,
  type PreparedResource,
  prepare,
  setNamesOf,
} from './prepared-policy.ts'
export {
  hostLinesAgree,
  type RequestTarget,
  targetOf,
  withPath,
} from './request-target.ts'
export { buildTree, findLeaf, type PathNode } from './resource-tree.ts'
export {
  oneAlternative,
  route,
  routeAlternatives,
  routeServer,
  withLayerTenant,
} from './route.ts'
export { type HostRoute, pathTreesOf, type Route } from './router.ts'
