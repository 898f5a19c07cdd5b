/**
 * The dimensions of a comparison: classes of values of every property that decisions read.
 *
 * @module
 */
export type * from './atom.ts'
export type { Choice, ComparedName, Dimension, Dimensions, ReadChoice } from './dimension.ts'
export { type DimensionsMaker, dimensionsOf, withShapeOf } from './dimensions.ts'
export { OriginClasses } from './origin-classes.ts'
export { grantsFor, type ResourcePair, resourcePair } from './pair.ts'
