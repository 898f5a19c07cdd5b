/**
 * Paths that one layer reads as one path and another as another (D4), where what fits either of them has changed.
 *
 * The readings are walked together. They part where a segment is unlike its plain text (case, an escape, `;`), where a separator is
 * escaped and joins two segments, and where one stands twice. Paths that differ in what fits none of the readings are one: so the walk is
 * over places in the tree, and ends.
 *
 * @module
 */
import type { HostClass } from './hosts.ts'
import type { Entry, TreeNode } from './pattern-tree.ts'
import { ledText, type Place, versionAt } from './places.ts'
import type { Scope } from './scope.ts'
import type { Sides } from './sides.ts'
import { below, ends, isMoved, passed, type Stand, tenantsAt, wordsAt } from './stands.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Another spelling of a path. */
export interface Spelling {
  /** The path that is meant. */
  readonly place: Place
  /** As it is written, with its leading slash. */
  readonly path: string
}

export interface Spellings {
  readonly spellings: readonly Spelling[]
  /** Whether the walk was ended because there are too many. */
  readonly cut: boolean
}

/** A path that nobody may read (D4): there an origin is the policy's own or foreign, and nothing else matters. */
const AMBIGUOUS = '/%2E'

const MOST_SPELLINGS = 20_000
const MOST_STEPS = 200_000

interface Walk {
  readonly sides: Sides
  readonly scope: Scope
  readonly vocabulary: Vocabulary
  readonly host: HostClass
  /** The host, where it matters by itself. */
  readonly chosen: string
  /** Some match keeps an encoded slash inside its segment. */
  readonly keeps: boolean
  readonly found: Map<string, Spelling>
  readonly ids: Map<TreeNode | Entry, number>
}

/** One reading of what has been walked. */
interface Reading {
  readonly stand: Stand
  readonly segments: readonly string[]
  /** Tenants and versions that patterns read out of it: places that are one otherwise differ by them. */
  readonly names: string
}

interface State {
  /** Everything decoded. */
  readonly meant: Reading
  /** Nothing decoded. */
  readonly written: Reading
  /** Everything decoded but the slashes that a match keeps. */
  readonly kept: Reading
  readonly path: string
  /** The next segment has to be joined to the last one, or may be. */
  readonly joins: 'no' | 'must' | 'may'
}

/** @param chosen Hosts that choose among several own origins (D6). */
export function spellingsOf(
  sides: Sides,
  scope: Scope,
  hosts: readonly HostClass[],
  vocabulary: Vocabulary,
  chosen: ReadonlySet<string>,
): Spellings {
  const found = new Map<string, Spelling>()
  const keeps = sides.some(({ bundle }) =>
    bundle.resources.some(({ match }) => match.some((one) => one.encodedSlash === 'data')),
  )
  for (const host of hosts) {
    if (scope.all && (found.size === 0 || chosen.has(host.host))) {
      found.set(`${AMBIGUOUS} ${host.host}`, { place: nowhereAt(host), path: AMBIGUOUS })
    }
    const stand = { nodes: host.trees, above: [] }
    if (!scope.bindings && !isMoved(stand)) continue
    const own = chosen.has(host.host) ? host.host : ''
    const walk: Walk = { sides, scope, vocabulary, host, chosen: own, keeps, found, ids: new Map() }
    if (!walkFrom(walk, { stand, segments: [], names: '' })) {
      return { spellings: [...found.values()], cut: true }
    }
  }
  return { spellings: [...found.values()], cut: false }
}

function nowhereAt({ prefix }: HostClass): Place {
  return { prefix, segments: [], matches: [], named: new Set(), versions: ['', ''] }
}

/** @returns Whether the walk came to its end. */
function walkFrom(walk: Walk, start: Reading): boolean {
  const queue: State[] = [{ meant: start, written: start, kept: start, path: '', joins: 'no' }]
  const seen = new Set<string>()
  let steps = 0
  for (const state of queue) {
    steps++
    if (steps > MOST_STEPS || walk.found.size > MOST_SPELLINGS) return false
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
  if (!walk.scope.bindings && !readings.some(({ stand }) => isMoved(stand))) return
  const nodes = readings.flatMap(({ stand }) => stand.nodes)
  if (nodes.length === 0 && path !== '' && joins === 'no') return
  const other = walk.vocabulary.otherWord
  const words = wordsAt(nodes, {
    tenants: tenantsAt(walk.scope.tenants, walk.host),
    versions: walk.vocabulary.versions,
  })
  for (const word of [...words, other]) {
    const further = (reading: Reading, segment: string): Reading => go(walk, reading, segment)
    const decoded = further(meant, word)
    if (joins !== 'no') yield { ...state, meant: decoded, path: `${path}%2F${word}`, joins: 'may' }
    if (joins === 'must') continue
    // A plain segment; one that is unlike its plain text; one that the next one is joined to.
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
  // A separator twice.
  const empty = { written: go(walk, written, ''), kept: go(walk, kept, '') }
  yield { ...state, ...empty, path: `${path}/`, joins: 'no' }
}

function go(walk: Walk, { stand, segments, names }: Reading, word: string): Reading {
  return {
    stand: below(stand, word),
    segments: [...segments, word],
    names: names + nameIn(walk, stand, word),
  }
}

function nameIn({ scope, vocabulary }: Walk, { nodes }: Stand, word: string): string {
  const isTenant = nodes.some(({ tenantHere }) => tenantHere) && scope.tenants.includes(word)
  const isVersion = nodes.some((node) => node.versionHere) && vocabulary.versions.includes(word)
  return isTenant || isVersion ? `/${word}` : ''
}

/** The same word to whoever decodes it, and another to whoever does not. */
function respelled(word: string): string {
  const code = word.charCodeAt(0)
  return `%${code.toString(16).toUpperCase().padStart(2, '0')}${word.slice(1)}`
}

function add(walk: Walk, { meant, written, kept, path }: State): void {
  const { sides, scope, found, host } = walk
  const read = entriesAt(meant)
  const seen = entriesAt(written)
  const held = walk.keeps ? entriesAt(kept).filter(keepsSlash) : []
  if (!scope.bindings && ![...read, ...seen, ...held].some(({ moved }) => moved)) return
  const texts = (entries: readonly Entry[], { segments }: Reading): unknown =>
    ([0, 1] as const).map((side) => [
      ledText(entries, side, segments, sides[side].bundle.tenants),
      versionAt(sides, side, entries, segments),
    ])
  const key = JSON.stringify([
    texts(walk.keeps ? read.filter((entry) => !keepsSlash(entry)) : read, meant),
    texts(seen, written),
    texts(held, kept),
    host.tenants,
    walk.chosen,
  ])
  if (found.has(key)) return
  const { segments } = meant
  const place: Place = {
    prefix: host.prefix,
    segments,
    matches: read.filter(({ match }) => match !== null),
    named: new Set(),
    versions: [versionAt(sides, 0, read, segments), versionAt(sides, 1, read, segments)],
  }
  // One slash at the end says nothing (D5).
  found.set(key, { place, path: path.endsWith('/') ? `${path}/` : path })
}

function entriesAt({ stand }: Reading): readonly Entry[] {
  return [...passed(stand), ...ends(stand)]
}

function keepsSlash({ match }: Entry): boolean {
  return match?.encodedSlash === 'data'
}

function keyOf(walk: Walk, { meant, written, kept, joins }: State): string {
  const readings = walk.keeps ? [meant, written, kept] : [meant, written]
  return `${readings.map((reading) => textOf(walk, reading)).join(' ')} ${joins}`
}

function textOf(walk: Walk, { stand: { nodes, above }, names }: Reading): string {
  const ids = (things: readonly (TreeNode | Entry)[]): string =>
    things.map((thing) => idOf(walk, thing)).join()
  return `${ids(nodes)}|${ids(above)}|${names}`
}

function idOf({ ids }: Walk, thing: TreeNode | Entry): number {
  const known = ids.get(thing)
  if (known !== undefined) return known
  ids.set(thing, ids.size)
  return ids.size - 1
}
