/**
 * Two policies, the places that they distinguish, and the cells of each place.
 *
 * @module
 */
import type { Kind } from '@marque/core'
import { judge } from '@marque/core/engine'
import {
  type CellAtoms,
  type Dimensions,
  dimensionsOf,
  OriginClasses,
  type ResourcePair,
  resourcePair,
  withShapeOf,
} from '../atoms/index.ts'
import {
  type FindOptions,
  findGroups,
  type Groups,
  type Place,
  type PlaceGroup,
  placesOf,
  type RequestShape,
  RulesKeys,
  type Vocabulary,
  vocabularyOf,
} from '../places/index.ts'
import { bothSides, type PolicySides, type Sides } from '../sides.ts'
import type { Cell, Outcome, Region } from './cell.ts'
import { explore, type Fork } from './explore.ts'
import { narrowPolicy } from './narrow-policy.ts'
import { isSameOutcome, outcomeOf } from './outcome.ts'
import { witnessMaker } from './witness.ts'

/** Two policies and what is computed from both once. */
export class Comparison {
  readonly policies: PolicySides
  readonly keys = new RulesKeys()
  readonly vocabulary: Vocabulary
  readonly classes: OriginClasses

  constructor(policies: PolicySides) {
    this.policies = policies
    this.vocabulary = vocabularyOf(policies)
    this.classes = new OriginClasses(policies)
  }

  groups(options: FindOptions): Groups {
    return findGroups(this.policies, this.keys, this.vocabulary, options)
  }

  pairOf(
    group: Pick<PlaceGroup, 'wheres' | 'senders' | 'methods'>,
    shape: RequestShape,
  ): ResourcePair {
    const { policies, keys } = this
    const { wheres, senders } = group
    const { otherMethod } = this.vocabulary
    const methods = methodsOf(group, shape)
    return resourcePair({ policies, keys, wheres, senders, shape, methods, otherMethod })
  }

  placesOf(group: PlaceGroup): readonly Place[] {
    return placesOf(this.policies, this.keys, group)
  }

  /** The differing cells of a group by shape; shapes without any are left out. */
  explore(group: PlaceGroup, budget: { left: number }): readonly ExploredRegion[] {
    const shapes = group.shapes.filter(
      (shape) => shape !== 'websocket' || group.methods.includes('GET'),
    )
    const [first] = shapes
    if (first === undefined) return []
    const firstPair = this.pairOf(group, first)
    const all = dimensionsOf(firstPair, this.classes)
    return shapes.flatMap((shape) => {
      const pair = { ...firstPair, shape, methods: methodsOf(group, shape) }
      const region = this.#exploreShape(pair, withShapeOf(all, pair), budget)
      return region.cells.length > 0 || region.why !== null ? [region] : []
    })
  }

  #exploreShape(
    pair: ResourcePair,
    dimensions: Dimensions,
    budget: { left: number },
  ): ExploredRegion {
    const { shape, senders } = pair
    const cells: Cell[] = []
    const unexplored = exploreLeaves(pair, dimensions, budget, (outcomes, forks) => {
      if (isSameOutcome(outcomes[0], outcomes[1])) return
      const made = witnessMaker(pair, dimensions, shape, forks)
      cells.push({ atoms: atomsOf(pair, forks), outcomes, ...made })
    })
    const { otherMethod } = this.vocabulary
    return {
      shape,
      kinds: kindsOf(pair),
      own: senders.own,
      methods: pair.methods.map((method) => (method === otherMethod ? '*' : method)).sort(),
      cells,
      why: unexplored?.why ?? null,
    }
  }
}

function methodsOf(
  { methods }: Pick<PlaceGroup, 'methods'>,
  shape: RequestShape,
): readonly string[] {
  return shape === 'websocket' ? ['GET'] : methods
}

/** A region whose places are not known yet. */
export interface ExploredRegion extends Omit<Region, 'places'> {
  /** Why it was not explored completely; null where it was. */
  readonly why: string | null
}

/** Explores all leaves of a pair of resources, differing or not. */
export function exploreLeaves(
  pair: ResourcePair,
  dimensions: Dimensions,
  budget: { left: number },
  visit: (outcomes: Sides<Outcome>, forks: readonly Fork[]) => void,
): ReturnType<typeof explore> {
  const { policies, wheres, senders, shape } = pair
  const kinds = kindsOf(pair)
  const byFetchMetadata = senders.own[0] === 'null'
  const fronts = bothSides((side) => ({ kind: kinds[side], byFetchMetadata, where: wheres[side] }))
  let narrow: PolicySides | null = null
  return explore(
    dimensions,
    (inputs, forks) => {
      narrow ??= bothSides((side) => narrowPolicy(pair, side, inputs[side]))
      const decisions = [
        judge(narrow[0], fronts[0], inputs[0], false),
        judge(narrow[1], fronts[1], inputs[1], false),
      ] as const
      const outcomes = bothSides((side) => outcomeOf(policies[side], shape, decisions[side]))
      visit(outcomes, forks)
    },
    budget,
  )
}

function kindsOf({ senders, shape }: ResourcePair): Sides<Kind> {
  const other: Kind = shape === 'plain' ? 'not-cors' : shape
  return bothSides((side) => (senders.on[side] ? 'same-origin' : other))
}

/** A dimension with one class may have any value. */
function atomsOf({ senders }: ResourcePair, forks: readonly Fork[]): CellAtoms {
  const found: { [name: string]: unknown } = {}
  for (const { name, choices, at } of forks) {
    const choice = choices[at]
    if (choice === undefined || choice.atom === null || choices.length === 1) continue
    found[name] = { ...choice.atom, key: choice.key, siblings: choices.length }
  }
  const atoms: CellAtoms = found
  const { origin } = atoms
  // Listed origins that are own at this host are foreign at others. Here no class holds them: a class can be smaller than elsewhere, and these are never all origins.
  if (origin === undefined || senders.without.length === 0) return atoms
  const key = origin.kind === 'listed' ? `${origin.key} ${origin.senders.join()}` : origin.key
  return { ...atoms, origin: { ...origin, key, siblings: origin.siblings + 1 } }
}
