/**
 * Classes of requests that both bundles route alike: hosts, paths and their spellings, with one URL for each.
 *
 * @module
 */
export { hostClasses } from './host-classes.ts'
export { buildTrees } from './pattern-tree.ts'
export { type Cell, cellsOf, type RouteOf } from './route-classes.ts'
export { MOST_STEPS, placesOf } from './route-samples.ts'
export { spellingsOf } from './spellings.ts'
