/**
 * Classes of requests that both bundles route alike: hosts, paths and their spellings, with one URL for each.
 *
 * @module
 */
export { hostClasses } from './host-classes.ts'
export { buildTrees } from './pattern-tree.ts'
export { classifyRoutes, type Route, type RouteClass } from './route-classes.ts'
export { MOST_STEPS, sampleRoutes } from './route-samples.ts'
export { spellingsOf } from './spellings.ts'
