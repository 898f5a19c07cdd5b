/**
 * Hosts and paths: splitting of URLs, path patterns, and the alternatives of a path (D1, D2, D4, D5).
 *
 * @module
 */
export {
  classifyPath,
  type DecodedSegment,
  decodeSegments,
  foldCase,
  graphOf,
  graphOfParts,
  hasTooManyParts,
  PATH_KINDS,
  type PathEdge,
  type PathGraph,
  pathEnd,
  pathKind,
} from './alternatives.ts'
export {
  comparePathPatterns,
  type PathPattern,
  type PatternSegment,
  readPathPattern,
} from './pattern.ts'
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
