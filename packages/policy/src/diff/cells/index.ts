/**
 * The differing cells of two bundles.
 *
 * @module
 */
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
