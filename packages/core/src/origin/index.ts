/**
 * The grammar of origins and of origin patterns (D3).
 *
 * @module
 */
export { mappedIpv4 } from './ipv6.ts'
export {
  defaultPort,
  isAddress,
  isCanonicalOrigin,
  isLoopbackHost,
  ORIGIN_LIMITS,
  type Origin,
  readOrigin,
  withoutTrailingDot,
} from './read-origin.ts'
export {
  hostEndOf,
  hostEnds,
  isOriginPattern,
  type OriginPattern,
  readPattern,
} from './read-pattern.ts'
