/**
 * The cells of a comparison: boxes of requests that both policies decide alike within the box, and differently from each other.
 *
 * @module
 */

export type { Choice, Dimension, Dimensions } from '../atoms/index.ts'
export { type DimensionsMaker, dimensionsOf } from '../atoms/index.ts'
export type { PlaceGroup } from '../places/index.ts'
export type {
  Cell,
  CellAtoms,
  CellComparison,
  FactsAtom,
  FlagAtom,
  MethodAtom,
  NamesAtom,
  OriginAtom,
  Outcome,
  Place,
  Region,
  RequestShape,
  Sides,
  SiteAtom,
  TimeAtom,
  TokenAtom,
  Witness,
} from './cell.ts'
export { type CellOptions, compareCells } from './compare-cells.ts'
export { Comparison, exploreLeaves } from './comparison.ts'
export type { Fork, InputName } from './explore.ts'
export { type Located, locate } from './locate.ts'
export { isSameOutcome, outcomeOf } from './outcome.ts'
