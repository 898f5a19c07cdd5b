/**
 * Hosts and paths: splitting of URLs, path patterns, and the alternatives of a path (D1, D2, D4, D5).
 *
 * @module
 */
export { classifyPath, PATH_KINDS, pathEnd, pathKind } from './classify-path.ts'
export { type DecodedSegment, decodeSegments } from './decode-segments.ts'
export { foldCase } from './fold-case.ts'
export { graphOf, graphOfParts, type PathEdge, type PathGraph } from './path-graph.ts'
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
