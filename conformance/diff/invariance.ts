/**
 * What the cells of a comparison assert, checked with random requests: each lies in exactly one cell, and the cell says what both engines decide.
 *
 * @module
 */
import { type Bundle, decide, prepare } from '@marque/core'
import type { PreparedPolicy } from '@marque/core/engine'
import {
  Comparison,
  type DimensionsMaker,
  dimensionsOf,
  exploreLeaves,
  isSameOutcome,
  locate,
  type Outcome,
  outcomeOf,
  type PlaceGroup,
} from '@marque/policy/cells'
import { dice } from './dice.ts'
import { type In, throwRequest } from './requests.ts'

/** What was checked. */
export interface Checked {
  /** Requests that were located, and those of them whose sides differ. */
  requests: number
  differing: number
  /** Requests that are not compared: other spellings, and pairs that were left undecided. */
  skipped: number
  leaves: number
}

export interface Loss {
  readonly why: string
  readonly request: In
}

interface Leaf {
  readonly keys: readonly (readonly [name: string, key: string])[]
  readonly outcomes: readonly [Outcome, Outcome]
}

/** What the comparison leaves out: for tests that show that the loss is found. */
export interface Omission {
  readonly dimensions?: DimensionsMaker
  /** Whether a place is kept. */
  readonly places?: (group: PlaceGroup, spot: PlaceGroup['spots'][number]) => boolean
}

/** Leaves of one pair of policies at most. */
const MOST_LEAVES = 300_000

/**
 * Throws requests at a pair.
 *
 * @returns The first request that the cells do not predict; null where there is none.
 */
export function findLoss(
  before: Bundle,
  after: Bundle,
  seed: number,
  requests: number,
  checked: Checked,
  omission: Omission = {},
): Loss | null {
  const make = omission.dimensions ?? dimensionsOf
  const policies = [prepare(before) as PreparedPolicy, prepare(after) as PreparedPolicy] as const
  const comparison = new Comparison(policies)
  const every = comparison.groups({ steps: 100_000, all: true })
  const groups = every.groups.flatMap((group) => {
    const spots = group.spots.filter((spot) => omission.places?.(group, spot) !== false)
    return spots.length > 0 ? [{ ...group, spots }] : []
  })
  const compared = comparison.groups({ steps: 100_000, all: false })
  if (every.cut || compared.cut) return null
  const known = new Map<string, readonly Leaf[] | null>()
  const budget = { left: MOST_LEAVES }
  const random = dice(seed)
  for (let count = 0; count < requests; count++) {
    const request = plainRequest(throwRequest([before, after], random))
    const path = request.request.url.replace(/^[^/]*\/\/[^/?*]*/, '').replace(/\?.*$/, '')
    // Another spelling never gets more than the plain path (D4).
    if (!isPlain(path) || isCaseVariant(path, comparison.vocabulary.words)) {
      checked.skipped++
      continue
    }
    const { shape, groups: holding, keyOf } = locate(comparison, groups, request, make)
    const real = ([0, 1] as const).map((side) => {
      const decision = decide(policies[side], request.request, request.context, request.moment)
      return outcomeOf(policies[side], shape, decision)
    }) as unknown as readonly [Outcome, Outcome]
    if (holding.length === 0) return { why: 'no place', request }
    checked.requests++
    const differs = !isSameOutcome(...real)
    if (differs) checked.differing++
    for (const group of holding) {
      const isCompared = compared.groups.some(
        ({ base, methods }) => base === group.base && methods.join() === group.methods.join(),
      )
      if (!isCompared && differs) return { why: 'places with equal rules differ', request }
      const key = `${group.base} ${group.methods.join()} ${shape}`
      let leaves = known.get(key)
      if (leaves === undefined) {
        leaves = leavesOf(comparison, group, shape, budget, make)
        known.set(key, leaves)
        checked.leaves += leaves?.length ?? 0
      }
      if (leaves === null) {
        checked.skipped++
        continue
      }
      const fitting = leaves.filter(({ keys }) =>
        keys.every(([name, at]) => keyOf(name as Parameters<typeof keyOf>[0]) === at),
      )
      const [leaf] = fitting
      if (leaf === undefined) return { why: 'no cell', request }
      if (fitting.length > 1) return { why: `${fitting.length} cells`, request }
      if (!isSameOutcome(leaf.outcomes[0], real[0]) || !isSameOutcome(leaf.outcomes[1], real[1])) {
        const text = JSON.stringify({ keys: leaf.keys, cell: leaf.outcomes, real })
        return { why: `the cell says otherwise: ${text}`, request }
      }
    }
  }
  return null
}

function leavesOf(
  comparison: Comparison,
  group: Parameters<Comparison['pairOf']>[0],
  shape: Parameters<Comparison['pairOf']>[1],
  budget: { left: number },
  make: DimensionsMaker,
): readonly Leaf[] | null {
  const pair = comparison.pairOf(group, shape)
  const leaves: Leaf[] = []
  const unexplored = exploreLeaves(
    pair,
    make(pair, comparison.classes),
    budget,
    (outcomes, forks) => {
      const keys = forks.map(({ name, choices, at }) => [name, choices[at]?.key ?? ''] as const)
      leaves.push({ keys, outcomes })
    },
  )
  return unexplored === null ? leaves : null
}

/** Without what is not compared: incidents and a tenant that the layer reports. */
function plainRequest({ request, context, moment }: In): In {
  const { tenant: _, ...facts } = context
  return { request, context: facts, moment: { now: moment.now } }
}

/** A path of characters that no layer decodes, splits or drops, without empty segments. */
function isPlain(path: string): boolean {
  return path === '*' || /^(?:\/[A-Za-z0-9\-._~!$&'()+,=:@]+)*\/?$/.test(path)
}

/** Whether a segment is a word of the policies but for its case. */
function isCaseVariant(path: string, words: ReadonlySet<string>): boolean {
  const segments = new Set(path.split('/'))
  return [...words].some((word) => {
    const folded = word.toLowerCase()
    return [...segments].some((segment) => segment !== word && segment.toLowerCase() === folded)
  })
}
