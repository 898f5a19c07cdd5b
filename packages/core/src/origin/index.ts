/**
 * The grammar of origins and of origin patterns (D3).
 *
 * @module
 */
export {
  defaultPort,
  isAddress,
  isCanonicalOrigin,
  isLoopbackHost,
  ORIGIN_LIMITS,
  type Origin,
  readOrigin,
} from './read-origin.ts'
export { isOriginPattern, type OriginPattern, readPattern } from './read-pattern.ts'
