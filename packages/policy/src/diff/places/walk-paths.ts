/**
 * A path of each class that the trees of two routers distinguish on a host: both are walked together, segment by segment, with every literal, tenant and API version, and
 * a word that neither has.
 *
 * Only plain spellings are made: another spelling of a path never gets more than the plain path (D4).
 *
 * @module
 */
import { readPathPattern } from '@marque/core'
import { type PathNode, pathTreesOf } from '@marque/core/engine'
import type { PolicySides, Side } from '../sides.ts'
import type { ChangedRules } from './changed-rules.ts'
import { templatesOf, type Vocabulary } from './vocabulary.ts'

/** A node of one side. */
interface Position {
  readonly side: Side
  readonly node: PathNode
  /** Of a template of tenants or versions, which every place below depends on. */
  readonly isTemplate: boolean
}

export interface PathWalk {
  readonly policies: PolicySides
  readonly vocabulary: Vocabulary
  /** Null where every place can differ. */
  readonly changed: ChangedRules | null
  /** Steps that are left. */
  readonly budget: { left: number }
}

/**
 * Calls `visit` with the segments of each path.
 *
 * @returns Whether all paths were walked; if not, the budget was used up.
 */
export function walkPaths(
  walk: PathWalk,
  authority: string,
  visit: (segments: readonly string[]) => void,
): boolean {
  const { policies, changed } = walk
  const start = ([0, 1] as const).flatMap((side) => [
    ...pathTreesOf(policies[side], authority).map((node) => ({ side, node, isTemplate: false })),
    ...templateNodes(policies[side]).map((node) => ({ side, node, isTemplate: true })),
  ])
  const isAffected = start.some(
    ({ side, node, isTemplate }) => !isTemplate && changed?.isBelow(side, node) !== false,
  )
  if (!isAffected && changed !== null) return true
  return step(walk, start, false, [], visit)
}

function step(
  walk: PathWalk,
  positions: readonly Position[],
  isBelowChanged: boolean,
  segments: readonly string[],
  visit: (segments: readonly string[]) => void,
): boolean {
  const { changed, vocabulary, budget } = walk
  if (budget.left-- <= 0) return false
  visit(segments)
  const isBelow =
    isBelowChanged ||
    positions.some(
      ({ side, node, isTemplate }) => !isTemplate && changed?.isIn(side, node.rest) !== false,
    )
  const children = literalChildren(positions)
  const named = positions.flatMap(({ side, node, isTemplate }) =>
    node.name === null ? [] : [{ side, node: node.name, isTemplate }],
  )
  for (const word of wordsAt(walk, named.length > 0, children, segments.length)) {
    const literals = children.get(word) ?? []
    const next = [...literals, ...named]
    const isWanted =
      changed === null ||
      next.some(({ side, node, isTemplate }) => isTemplate || changed.isBelow(side, node)) ||
      (isBelow && literals.length === 0)
    if (!isWanted) continue
    const path = [...segments, word]
    if (next.length > 0) {
      if (!step(walk, next, isBelow, path, visit)) return false
    } else if (word === vocabulary.otherWord) visit(path)
  }
  return true
}

function literalChildren(positions: readonly Position[]): ReadonlyMap<string, readonly Position[]> {
  const found = new Map<string, Position[]>()
  for (const { side, node, isTemplate } of positions) {
    for (const { text, node: child } of node.literals) {
      const known = found.get(text)
      const position = { side, node: child, isTemplate }
      if (known === undefined) found.set(text, [position])
      else known.push(position)
    }
  }
  return found
}

/** The words that the positions distinguish, and one that they do not. */
function wordsAt(
  { vocabulary }: PathWalk,
  hasName: boolean,
  literals: ReadonlyMap<string, unknown>,
  depth: number,
): ReadonlySet<string> {
  const words = new Set(literals.keys())
  if (hasName) {
    if (vocabulary.tenantDepths.has(depth)) for (const one of vocabulary.tenants) words.add(one)
    if (vocabulary.versionDepths.has(depth)) for (const one of vocabulary.versions) words.add(one)
  }
  return words.add(vocabulary.otherWord)
}

const NO_LEAVES: PathNode['end'] = []

/** The templates of a policy as trees of one path. */
function templateNodes({ bundle }: PolicySides[Side]): readonly PathNode[] {
  const { tenant, version } = templatesOf(bundle)
  return [...tenant, ...version].flatMap((text) => {
    const pattern = readPathPattern(text)
    if (pattern === undefined) return []
    return pattern.segments.reduceRight<PathNode>(
      (node, segment) => ({
        literals: 'literal' in segment ? [{ text: segment.literal, node }] : [],
        name: 'name' in segment ? node : null,
        end: NO_LEAVES,
        rest: NO_LEAVES,
      }),
      { literals: [], name: null, end: NO_LEAVES, rest: NO_LEAVES },
    )
  })
}
