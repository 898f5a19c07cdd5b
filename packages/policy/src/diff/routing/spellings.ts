/**
 * Ambiguous paths (D4): spellings that layers read as different paths, where the matches of one reading have changed.
 *
 * The readings are walked together. They diverge where a segment differs from its normalised text (case, an escape, `;`), where an encoded
 * separator joins two segments, and where a separator is doubled. Paths that no reading distinguishes are equivalent: the walk visits
 * positions in the tree, and ends.
 *
 * @module
 */

import type { BundlePair, Scope, Vocabulary } from '../pair/index.ts'
import type { HostClass } from './host-classes.ts'
import type { Entry, TreeNode } from './pattern-tree.ts'
import type { PathReading } from './route-labels.ts'
import { foldedVersions, isCased, ledText, type RouteSample, versionAt } from './route-samples.ts'
import {
  descend,
  descendIgnoringCase,
  endEntries,
  isUnpaired,
  restEntries,
  type TreePosition,
  tenantsAt,
  wordsAt,
} from './tree-position.ts'

/** Another spelling of a path. */
export interface Spelling {
  /** The normalised path. */
  readonly sample: RouteSample
  /** The spelling, with its leading slash. */
  readonly path: string
  /** Its readings. */
  readonly readings: readonly PathReading[]
  /** Always ambiguous: only whether the origin is own matters. */
  readonly isOwn: boolean
}

export interface Spellings {
  readonly spellings: readonly Spelling[]
  /** Whether the walk stopped at its bound. */
  readonly cut: boolean
}

/** A path that is always ambiguous (D4): only whether the origin is own matters there. */
const AMBIGUOUS = '/%2E'

const MOST_SPELLINGS = 20_000

/** The cost of a step with three readings, relative to one reading. */
const STEPS = 5

interface Walk {
  readonly sides: BundlePair
  readonly scope: Scope
  readonly vocabulary: Vocabulary
  readonly host: HostClass
  /** The host where it selects an own origin, else empty. */
  readonly chosen: string
  readonly cased: boolean
  /** Some match has `encodedSlash: data`. */
  readonly keeps: boolean
  readonly found: Map<string, Spelling>
  readonly ids: Map<TreeNode | Entry, number>
}

/** The position of one reading. */
interface Reading {
  readonly position: TreePosition
  /** The position ignoring case; equal where no pattern has upper case. */
  readonly folded: TreePosition
  readonly segments: readonly string[]
  /** Tenants and versions so far: otherwise equal positions differ by them. */
  readonly names: string
}

interface State {
  /** Everything decoded. */
  readonly meant: Reading
  /** Nothing decoded. */
  readonly written: Reading
  /** Everything decoded but encoded slashes. */
  readonly kept: Reading
  readonly path: string
  /** Whether the next segment must or may be joined to the last one by an encoded slash. */
  readonly joins: 'no' | 'must' | 'may'
}

/**
 * @param chosen Hosts that select one of several own origins (D6).
 * @param most Steps at most.
 */
export function spellingsOf(
  sides: BundlePair,
  scope: Scope,
  hosts: readonly HostClass[],
  vocabulary: Vocabulary,
  chosen: ReadonlySet<string>,
  most: number,
): Spellings {
  const found = new Map<string, Spelling>()
  const keeps = sides.some(({ bundle }) =>
    bundle.resources.some(({ match }) => match.some((one) => one.encodedSlash === 'data')),
  )
  const cased = isCased(sides, vocabulary)
  for (const host of hosts) {
    if (scope.all && (found.size === 0 || chosen.has(host.host))) {
      const sample = nowhereAt(host)
      const key = `${AMBIGUOUS} ${host.host}`
      found.set(key, { sample, path: AMBIGUOUS, readings: [sample], isOwn: true })
    }
    const position = { nodes: host.trees, above: [] }
    if (!scope.bindings && !isUnpaired(position)) continue
    const own = chosen.has(host.host) ? host.host : ''
    const walk: Walk = {
      sides,
      scope,
      vocabulary,
      host,
      chosen: own,
      cased,
      keeps,
      found,
      ids: new Map(),
    }
    if (!walkFrom(walk, { position, folded: position, segments: [], names: '' }, most / STEPS)) {
      return { spellings: [...found.values()], cut: true }
    }
  }
  return { spellings: [...found.values()], cut: false }
}

function nowhereAt({ prefix }: HostClass): RouteSample {
  return { prefix, segments: [], matches: [], named: new Set(), versions: ['', ''] }
}

/** @returns Whether the walk completed. */
function walkFrom(walk: Walk, start: Reading, most: number): boolean {
  const queue: State[] = [{ meant: start, written: start, kept: start, path: '', joins: 'no' }]
  const seen = new Set<string>()
  let steps = 0
  for (const state of queue) {
    steps++
    if (steps > most || walk.found.size > MOST_SPELLINGS) return false
    if (state.path !== '' && state.joins !== 'must') add(walk, state)
    for (const next of nextOf(walk, state)) {
      const key = keyOf(walk, next)
      if (seen.has(key)) continue
      seen.add(key)
      queue.push(next)
    }
  }
  return true
}

function* nextOf(walk: Walk, state: State): Iterable<State> {
  const { meant, written, kept, path, joins } = state
  const readings = [meant, written, kept]
  const positions = readings.flatMap(({ position, folded }) => [position, folded])
  if (!walk.scope.bindings && !positions.some(isUnpaired)) return
  const nodes = positions.flatMap((position) => position.nodes)
  if (nodes.length === 0 && path !== '' && joins === 'no') return
  const other = walk.vocabulary.otherWord
  const words = wordsAt(nodes, {
    tenants: tenantsAt(walk.scope.tenants, walk.host),
    versions: walk.vocabulary.versions,
  })
  for (const word of [...words, other]) {
    const further = (reading: Reading, segment: string): Reading => advance(walk, reading, segment)
    const decoded = further(meant, word)
    if (joins !== 'no') yield { ...state, meant: decoded, path: `${path}%2F${word}`, joins: 'may' }
    if (joins === 'must') continue
    // A normalised segment; one in another spelling; one joined to the next by an encoded slash.
    const plain = { meant: decoded, written: further(written, word), kept: further(kept, word) }
    yield { ...plain, path: `${path}/${word}`, joins: 'no' }
    const unlike = further(written, other)
    if (word !== other) {
      yield { ...plain, written: unlike, path: `${path}/${respelled(word)}`, joins: 'no' }
    }
    const start = { meant: decoded, written: unlike, kept: further(kept, other) }
    yield { ...start, path: `${path}/${word}`, joins: 'must' }
  }
  if (joins === 'must') return
  // A doubled separator.
  yield { ...state, written: advance(walk, written, ''), path: `${path}/`, joins: 'no' }
}

function advance(
  walk: Walk,
  { position, folded, segments, names }: Reading,
  word: string,
): Reading {
  const next = descend(position, word)
  return {
    position: next,
    folded: walk.cased ? descendIgnoringCase(folded, word) : next,
    segments: [...segments, word],
    names: names + nameIn(walk, [...position.nodes, ...folded.nodes], word),
  }
}

/** The word, where it is a tenant or a version in some reading. */
function nameIn({ scope, vocabulary }: Walk, nodes: readonly TreeNode[], word: string): string {
  const lower = word.toLowerCase()
  const isTenant =
    nodes.some(({ tenantHere }) => tenantHere) &&
    (scope.tenants.includes(word) || scope.tenants.includes(lower))
  const isVersion =
    nodes.some(({ versionHere }) => versionHere) &&
    vocabulary.versions.some((version) => version.toLowerCase() === lower)
  return isTenant || isVersion ? `/${word}` : ''
}

/** The word with its first character percent-encoded. */
function respelled(word: string): string {
  const code = word.charCodeAt(0)
  return `%${code.toString(16).toUpperCase().padStart(2, '0')}${word.slice(1)}`
}

function add(walk: Walk, { meant, written, kept, path }: State): void {
  const { sides, scope, found, host } = walk
  const views = (walk.cased ? [entriesAt, foldedAt] : [entriesAt]).map((entriesOf) => {
    const [decoded, held] = [entriesOf(meant), entriesOf(kept)]
    return {
      decoded,
      // Matches with `encodedSlash: data` apply to the undecoded reading only.
      parted: walk.keeps ? decoded.filter((entry) => !keepsSlash(entry)) : decoded,
      held: walk.keeps ? held.filter(keepsSlash) : [],
      seen: entriesOf(written),
    }
  })
  const isAffected = views.some(({ decoded, held, seen }) =>
    [...decoded, ...held, ...seen].some(({ unpaired }) => unpaired),
  )
  if (!scope.bindings && !isAffected) return
  const texts = (entries: readonly Entry[], { segments }: Reading): unknown =>
    ([0, 1] as const).map((side) => [
      ledText(entries, side, segments, sides[side].bundle.tenants),
      versionAt(sides, side, entries, segments),
    ])
  // Ignoring case, tenants and versions are in lower case too.
  const foldedTexts = (entries: readonly Entry[], { segments }: Reading): unknown => {
    const lower = segments.map((segment) => segment.toLowerCase())
    return [
      ([0, 1] as const).map((side) => ledText(entries, side, lower, sides[side].bundle.tenants)),
      foldedVersions(walk.vocabulary, entries, lower),
    ]
  }
  const key = JSON.stringify([
    views.map(({ parted, held, seen }, view) => {
      const of = view === 0 ? texts : foldedTexts
      return [of(parted, meant), of(seen, written), of(held, kept)]
    }),
    host.tenants,
    walk.chosen,
  ])
  if (found.has(key)) return
  const { segments } = meant
  const read = views[0]?.decoded ?? []
  const versions = [
    versionAt(sides, 0, read, segments),
    versionAt(sides, 1, read, segments),
  ] as const
  found.set(key, {
    sample: { prefix: host.prefix, segments, matches: matchesOf(read), named: new Set(), versions },
    // A single final slash is ignored (D5).
    path: path.endsWith('/') ? `${path}/` : path,
    readings: views.flatMap(({ parted, held, seen }) => [
      { segments, matches: matchesOf([...parted, ...held]), versions },
      { segments: written.segments, matches: matchesOf(seen), versions },
    ]),
    isOwn: false,
  })
}

function matchesOf(entries: readonly Entry[]): readonly Entry[] {
  return entries.filter(({ match }) => match !== null)
}

function entriesAt({ position }: Reading): readonly Entry[] {
  return [...restEntries(position), ...endEntries(position)]
}

function foldedAt({ folded }: Reading): readonly Entry[] {
  return [...restEntries(folded), ...endEntries(folded)]
}

function keepsSlash({ match }: Entry): boolean {
  return match?.encodedSlash === 'data'
}

function keyOf(walk: Walk, { meant, written, kept, joins }: State): string {
  const readings = walk.keeps ? [meant, written, kept] : [meant, written]
  return `${readings.map((reading) => textOf(walk, reading)).join(' ')} ${joins}`
}

function textOf(walk: Walk, { position, folded, names }: Reading): string {
  const own = positionText(walk, position)
  return `${own} ${walk.cased ? positionText(walk, folded) : ''} ${names}`
}

function positionText(walk: Walk, { nodes, above }: TreePosition): string {
  const ids = (things: readonly (TreeNode | Entry)[]): string =>
    things.map((thing) => idOf(walk, thing)).join()
  return `${ids(nodes)}|${ids(above)}`
}

function idOf({ ids }: Walk, thing: TreeNode | Entry): number {
  const known = ids.get(thing)
  if (known !== undefined) return known
  ids.set(thing, ids.size)
  return ids.size - 1
}
