/**
 * Reading of OpenAPI 3 descriptions into the part of them that a policy depends on.
 *
 * @module
 */
export type {
  Api,
  ApiEndpoint,
  ApiOperation,
  Extension,
  ExtensionGrant,
  ExtensionSet,
  Login,
} from './api.ts'
export { hostOf } from './hosts.ts'
export { authenticationOf, matchKey, protectionKey, sensitivityOf } from './protection.ts'
export { type ReadOpenApi, readOpenApi } from './read-open-api.ts'
export { pathsOverlap, readTemplate, shapeOf } from './read-template.ts'
export { resolveCollisions } from './resolve-collisions.ts'
