/**
 * Who sends the requests of a box.
 *
 * @module
 */
import { type Bundle, type OriginList, readOrigin, readPattern } from '@marque/core'
import type { Box } from '../boxes/index.ts'
import { listText } from '../edits/index.ts'
import type { Bundles } from './box-conditions.ts'

/** The senders of a box. */
export interface Senders {
  /** As in `Change.origins`, sorted. */
  readonly names: readonly string[]
  /** Listed origins and patterns below a pattern of {@link names} that are no senders. */
  readonly except: readonly string[]
  /** Any origin whatever. */
  readonly isAny: boolean
  /** The sets of the resource that hold all listed senders, on the side that allows more. */
  readonly sets: readonly string[]
  /** Each sender is of the directory of the tenant of the request. */
  readonly isOfTenant: boolean
}

/** The senders of a box; of an own origin that one, of requests without Origin the empty text. */
export function sendersOf(box: Box, bundles: Bundles): Senders {
  const side = box.direction === 'wider' ? 1 : 0
  const lists = ([0, 1] as const).map((at) => listsOf(box, at, bundles[at]))
  const listed = [...new Set(lists.flat().flatMap(({ list }) => [...list.exact, ...list.patterns]))]
  const names = namesOf(box, listed)
  const origins = names.filter((name) => name.includes('://'))
  const patterns = origins.filter((name) => readPattern(name) !== undefined)
  const named = new Set(names)
  const holding = (lists[side] ?? []).filter(({ list }) =>
    origins.every((name) => list.exact.includes(name) || list.patterns.includes(name)),
  )
  return {
    names,
    except: listed
      .filter((name) => !named.has(name) && patterns.some((pattern) => isBelow(name, pattern)))
      .sort(),
    isAny: isAnyOrigin(box, listed),
    sets: holding.flatMap(({ set }) => (set === null || set.includes('://') ? [] : [set])),
    isOfTenant: holding.length > 0 && holding.every(({ set }) => set === null),
  }
}

function namesOf(
  { shape, own, dimensions: { origin } }: Box,
  listed: readonly string[],
): readonly string[] {
  if (shape === 'plain') return ['']
  if (own.length > 0) return own
  if (origin === null)
    return [...new Set(['*', 'list', 'malformed', 'null', 'several', ...listed])].sort()
  const names = [...origin.values()].flatMap(({ kind, senders }) => {
    if (kind === 'listed' || kind === 'own') return senders
    return kind === 'unlisted' ? ['*'] : [kind]
  })
  return [...new Set(names)].sort()
}

/** Malformed and repeated Origin headers, which no browser sends, do not count. */
function isAnyOrigin(
  { shape, own, dimensions: { origin } }: Box,
  listed: readonly string[],
): boolean {
  if (shape === 'plain' || own.length > 0) return false
  if (origin === null) return true
  const kinds = new Set([...origin.values()].map(({ kind }) => kind))
  if (!kinds.has('unlisted')) return false
  const senders = new Set([...origin.values()].flatMap((one) => one.senders))
  return listed.every((name) => senders.has(name))
}

interface Listed {
  /** Null for the directory of a tenant. */
  readonly set: string | null
  readonly list: OriginList
}

function listsOf(
  { resources, dimensions: { place } }: Box,
  side: 0 | 1,
  bundle: Bundle,
): readonly Listed[] {
  const grants = bundle.resources.find(({ name }) => name === resources[side])?.grants ?? []
  const sets = [...new Set(grants.flatMap((grant) => grant.sets))].sort()
  const tenants = grants.some(({ tenant }) => tenant)
    ? [...new Set([...place.values()].flatMap((one) => one.tenants[side] ?? []))]
    : []
  const known = (list: OriginList | undefined, set: string | null): readonly Listed[] =>
    list === undefined ? [] : [{ set, list }]
  return [
    ...sets.flatMap((set) => known(bundle.sets[set], set)),
    ...tenants.flatMap((name) => known(bundle.tenants[name], null)),
  ]
}

function isBelow(name: string, patternText: string): boolean {
  if (name === patternText) return false
  const pattern = readPattern(patternText)
  const inner = readOrigin(name) ?? readPattern(name)
  if (pattern === undefined || inner === undefined || pattern.scheme !== inner.scheme) return false
  const isHost = pattern.subdomains
    ? inner.host.endsWith(`.${pattern.host}`)
    : inner.host === pattern.host
  return isHost && (pattern.port === 'any' || pattern.port === inner.port)
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
  if (isAny) return 'any origin'
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
