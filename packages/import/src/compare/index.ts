/**
 * Comparison of a policy with an API description.
 *
 * @module
 */

export {
  type Comparison,
  compareApi,
  type MissingResources,
  operationsWithoutResource,
  resourcesWithoutEndpoint,
} from './compare-api.ts'
export { selfOf } from './matcher.ts'
