/**
 * The cells in which two policies differ.
 *
 * @module
 */
import type { PlaceGroup } from '../places/index.ts'
import type { PolicySides } from '../sides.ts'
import type { CellComparison, Region } from './cell.ts'
import { Comparison, type ExploredRegion } from './comparison.ts'

export interface CellOptions {
  /** Leaves explored at most: the rest is undecided. */
  readonly leaves?: number
  /** Paths walked at most. */
  readonly steps?: number
}

const MOST_LEAVES = 1_500_000
const MOST_STEPS = 200_000

/** Compares two prepared policies. Pure and deterministic. */
export function compareCells(policies: PolicySides, options: CellOptions = {}): CellComparison {
  const comparison = new Comparison(policies)
  const steps = options.steps ?? MOST_STEPS
  const budget = { left: options.leaves ?? MOST_LEAVES }
  const explored = new Map<PlaceGroup, readonly ExploredRegion[]>()
  const { groups, cut } = comparison.groups({
    steps,
    all: false,
    isWanted: (group) => {
      const regions = comparison.explore(group, budget)
      explored.set(group, regions)
      return regions.length > 0
    },
  })
  const regions: Region[] = []
  const undecided = new Map<string, CellComparison['undecided'][number]>()
  if (cut) undecided.set('', { resource: null, why: 'the path patterns overlap in too many ways' })
  for (const group of groups) {
    const places = comparison.placesOf(group)
    for (const { why, ...region } of explored.get(group) ?? []) {
      if (region.cells.length > 0) regions.push({ ...region, places })
      if (why === null) continue
      for (const { resources } of places) {
        const resource = resources[1] ?? resources[0]
        undecided.set(`${resource} ${why}`, { resource, why })
      }
    }
  }
  return { regions, undecided: [...undecided.values()] }
}
