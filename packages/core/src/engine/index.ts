/**
 * The two halves of a decision and the indexes of a prepared policy, for programs that compare policies. Layers need `decide` only.
 *
 * @module
 */
export {
  type ClientFacts,
  conditionHolds,
  type Front,
  frontOf,
  type JudgedFront,
  type JudgeInput,
  judge,
  type OriginInput,
  RequestInput,
  type Site,
} from '../decide/index.ts'
export { checkNames, type RequestFields, readFields } from '../headers/index.ts'
export { splitTarget } from '../path/index.ts'
export {
  listsHolding,
  type Membership,
  type PathNode,
  type PreparedGrant,
  type PreparedPolicy,
  type PreparedResource,
  pathTreesOf,
  type Route,
} from '../prepared/index.ts'
