/**
 * Boxes: differing cells, aspect by aspect, merged along one dimension at a time.
 *
 * @module
 */
export type { Box, Carried, Classes, Dimensions, PlaceGroup } from './box.ts'
export { boxesOf, type CausesOf } from './boxes-of.ts'
export { mergeBoxes } from './merge-boxes.ts'
