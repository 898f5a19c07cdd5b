/**
 * Who sends the requests of a box.
 *
 * @module
 */
import { type Bundle, readPattern } from '@marque/core'
import type { Box } from '../boxes/index.ts'
import { listText } from '../edits/index.ts'
import { covers, readEntry } from '../pattern-covers.ts'
import { bothSides, type Sides } from '../sides.ts'
import type { Bundles } from './conditions.ts'
import { entriesOf, listsOf, type ResourceLists } from './origin-lists.ts'

/** The senders of a box. */
export interface Senders {
  /** As in `Change.origins`, sorted. */
  readonly names: readonly string[]
  /** Listed origins and patterns below a pattern of {@link names} that are no senders. */
  readonly except: readonly string[]
  /** Any origin whatever. */
  readonly isAny: boolean
  /** The sets of the resource that hold the listed senders, on the side that allows more; empty where some sender is in none. */
  readonly sets: readonly string[]
  /** Each sender is of the directory of the tenant of the request. */
  readonly isOfTenant: boolean
}

/** Senders that were described, with the lists of the other side. */
interface Described {
  readonly side: 0 | 1
  readonly other: ResourceLists
  readonly senders: Senders
}

/** By the lists of the side that allows more, and by {@link subjectOf}. */
const KNOWN = new WeakMap<ResourceLists, WeakMap<object, Described[]>>()

/** The senders of a box; of an own origin that one, of requests without Origin the empty text. Many boxes share theirs. */
export function sendersOf(box: Box, bundles: Bundles): Senders {
  const side = box.direction === 'wider' ? 1 : 0
  const all = bothSides((at) => listsIn(box, at, bundles[at]))
  const other = all[side === 1 ? 0 : 1]
  const subject = subjectOf(box)
  const bySubject = KNOWN.get(all[side]) ?? new WeakMap<object, Described[]>()
  KNOWN.set(all[side], bySubject)
  const known = bySubject.get(subject) ?? []
  bySubject.set(subject, known)
  const found = known.find((one) => one.side === side && one.other === other)
  if (found !== undefined) return found.senders
  const senders = describe(box, all, side)
  known.push({ side, other, senders })
  return senders
}

const PLAIN = {}
const ALL = {}

/** What the senders follow from, beside the lists: the same object for the same senders. */
function subjectOf({ shape, own, dimensions: { origin } }: Box): object {
  if (shape === 'plain') return PLAIN
  return own.length > 0 ? own : (origin ?? ALL)
}

function describe(box: Box, all: Sides<ResourceLists>, side: 0 | 1): Senders {
  const { lists, holding: holders } = all[side]
  const names = namesOf(box, all)
  const origins = names.filter((name) => name.includes('://'))
  const held = origins.map(holders)
  const isHeld = held.every((one) => one.length > 0)
  const isHolding = new Set(held.flat())
  const holding = isHolding.size < 2 ? [...isHolding] : lists.filter((one) => isHolding.has(one))
  return {
    names,
    except: exceptionsOf(names, all),
    isAny: isAnyOrigin(box, names, all),
    sets: isHeld
      ? holding.flatMap(({ set }) => (set === null || set.includes('://') ? [] : [set]))
      : [],
    isOfTenant: isHeld && holding.length > 0 && holding.every(({ tenant }) => tenant !== null),
  }
}

function listsIn(
  { resources, dimensions: { place } }: Box,
  side: 0 | 1,
  bundle: Bundle,
): ResourceLists {
  const tenants = [...place.values()].flatMap((one) => one.tenants[side] ?? [])
  return listsOf(bundle, resources[side], [...new Set(tenants)])
}

function namesOf(
  { shape, own, dimensions: { origin } }: Box,
  all: readonly ResourceLists[],
): readonly string[] {
  if (shape === 'plain') return ['']
  if (own.length > 0) return own
  const names =
    origin === null
      ? ['*', 'list', 'malformed', 'null', 'several', ...all.flatMap(entriesIn)]
      : [...origin.values()].flatMap(({ kind, senders }) => {
          if (kind === 'listed' || kind === 'own') return senders
          return kind === 'unlisted' ? ['*'] : [kind]
        })
  return [...new Set(names)].sort()
}

function exceptionsOf(names: readonly string[], all: readonly ResourceLists[]): readonly string[] {
  const patterns = names
    .filter((name) => name.includes('*') && name.includes('://'))
    .flatMap((text) => readPattern(text) ?? [])
  if (patterns.length === 0) return []
  const named = new Set(names)
  const isBelow = (name: string): boolean => {
    const entry = readEntry(name)
    return entry !== undefined && patterns.some((pattern) => covers(pattern, entry))
  }
  const others = new Set(all.flatMap(entriesIn).filter((name) => !named.has(name)))
  return [...others].filter(isBelow).sort()
}

function entriesIn({ lists }: ResourceLists): readonly string[] {
  return lists.flatMap(({ list }) => [...entriesOf(list)])
}

/** Whether every origin that a browser sends, but `null`, is a sender. */
function isAnyOrigin(
  { shape, own }: Box,
  names: readonly string[],
  all: readonly ResourceLists[],
): boolean {
  if (shape === 'plain' || own.length > 0 || !names.includes('*')) return false
  const named = new Set(names)
  return all.flatMap(entriesIn).every((name) => named.has(name))
}

/** The senders in short: `Change.origin`. */
export function originText({ names, sets }: Senders): string {
  const [only] = names
  if (names.length === 1) return only === '' ? 'no origin' : (only ?? '')
  const listed = names.filter((name) => name.includes('://'))
  if (listed.length === names.length) return `${names.length} origins${ofSets(sets)}`
  if (names.includes('*')) {
    return listed.length === 0
      ? '*'
      : `* and ${listed.length} listed ${listed.length === 1 ? 'origin' : 'origins'}`
  }
  return `${names.length} kinds of origin`
}

/** More excepted origins are counted instead of named. */
const MOST_EXCEPTIONS = 2

/** The senders in a sentence. */
export function sendersText({ names, except, isAny, sets, isOfTenant }: Senders): string {
  if (isAny) return names.includes('null') ? 'any origin' : 'any origin but `null`'
  const listed = names.filter((name) => name.includes('://'))
  const parts: string[] = []
  const excepted =
    except.length > MOST_EXCEPTIONS
      ? `${except.length} other listed origins`
      : listText(except, 'and')
  const exception = except.length === 0 ? '' : ` (except ${excepted})`
  const of = isOfTenant && listed.length > 1 ? ' of the tenant' : ''
  if (listed.length === 1) parts.push(`${listed[0]}${setText(sets)}${exception}`)
  else if (listed.length === 2)
    parts.push(`${listed[0]} and ${listed[1]}${setText(sets)}${exception}`)
  else if (listed.length > 2) parts.push(`${listed.length} origins${ofSets(sets)}${of}${exception}`)
  if (names.includes('*'))
    parts.push(listed.length > 0 ? 'any other origin' : 'any unlisted origin')
  if (names.includes('null')) parts.push('`null`')
  const odd = [
    ...(names.includes('malformed') ? ['a malformed Origin'] : []),
    ...(names.includes('list') ? ['a list in Origin'] : []),
    ...(names.includes('several') ? ['several Origin headers'] : []),
  ]
  if (parts.length === 0) parts.push(...odd)
  if (names.includes('')) parts.push('requests without Origin')
  return listText(parts, 'and')
}

function setText(sets: readonly string[]): string {
  return sets.length === 0
    ? ''
    : ` (${sets.length === 1 ? 'set' : 'sets'} ${listText(sets, 'and')})`
}

function ofSets(sets: readonly string[]): string {
  return sets.length === 0 || sets.length > 3 ? '' : ` of ${listText(sets, 'and')}`
}
