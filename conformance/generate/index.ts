/**
 * Generators of valid bundles and of hostile requests for them.
 *
 * @module
 */
export { bundles } from './bundle.ts'
export { type Case, cases, type GeneratedRequest } from './case.ts'
export {
  EXPOSE_HEADERS,
  HOSTS,
  METHODS,
  NOW,
  ORIGINS,
  PATHS,
  PATTERNS,
  REQUEST_HEADERS,
  ROLES,
  SCOPES,
  SEGMENTS,
} from './words.ts'
