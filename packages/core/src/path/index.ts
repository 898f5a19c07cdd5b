/**
 * Hosts and paths: splitting of URLs, path patterns, and the readings of a path (D1, D2, D4, D5).
 *
 * @module
 */
export {
  comparePathPatterns,
  type PathPattern,
  type PatternSegment,
  readPathPattern,
} from './pattern.ts'
export {
  classifyPath,
  foldCase,
  PATH_KINDS,
  pathEnd,
  pathKind,
  type Reading,
  readingsOf,
} from './readings.ts'
export { normalizeHost, splitTarget } from './target.ts'
export {
  type HostTemplate,
  labelOf,
  type PathTemplate,
  readHostTemplate,
  readPathTemplate,
  segmentOf,
  splitPath,
} from './template.ts'
