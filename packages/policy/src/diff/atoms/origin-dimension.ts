/**
 * The dimension of the Origin lines.
 *
 * @module
 */
import { isCanonicalOrigin, type Json } from '@marque/core'
import { listsHolding, type Membership, type OriginInput } from '@marque/core/engine'
import { bothSides, type Side } from '../sides.ts'
import type { OriginAtom } from './atom.ts'
import { type Choice, type Dimension, fixed } from './dimension.ts'
import type { OriginClasses, Sender } from './origin-classes.ts'
import type { ResourcePair } from './pair.ts'

/** Values that no browser serializes as an origin. */
const MALFORMED = 'https://Malformed.invalid'
const LIST = 'https://a.invalid, https://b.invalid'

export function originDimension(
  pair: ResourcePair,
  classes: OriginClasses,
): Dimension<OriginInput> {
  const named = namedInClaims(pair)
  return fixed(
    () => (pair.senders.own.length > 0 ? ownChoices(pair) : strangers(pair, classes, named)),
    (inputs) => {
      const { value } = inputs[0].origin
      return named.has(value)
        ? namedKey(pair, value)
        : keyOf(pair, inputs[0].origin, inputs[1].origin)
    },
  )
}

/**
 * Origins that conditions name as values of claims, where a condition has `{origin}` too: for these, two conditions on one claim mean the same, and for other origins they do
 * not.
 */
function namedInClaims({ resources, senders }: ResourcePair): ReadonlySet<string> {
  const found = new Set<string>()
  if (senders.own.length > 0) return found
  for (const resource of resources) {
    for (const { grant } of resource?.grants ?? []) {
      const claims = grant.when?.claims
      if (claims !== undefined) for (const value of Object.values(claims)) addTexts(value, found)
    }
  }
  if (!found.has('{origin}')) return new Set()
  return new Set(
    [...found].filter((text) => isCanonicalOrigin(text) && !senders.without.includes(text)),
  )
}

function addTexts(value: Json, found: Set<string>): void {
  if (typeof value === 'string') found.add(value)
  else if (Array.isArray(value)) for (const one of value as readonly Json[]) addTexts(one, found)
}

function namedKey(pair: ResourcePair, origin: string): string {
  return `${keyOf(pair, ...bothSides((side) => inputOf(pair, side, 1, origin)))} = ${origin}`
}

/** Same-origin requests have one Origin line; only the side for which it is not own reads it. */
function ownChoices(pair: ResourcePair): readonly Choice<OriginInput>[] {
  const [origin = ''] = pair.senders.own
  const values = bothSides((side) => inputOf(pair, side, 1, origin))
  const atom: AtomText = { kind: 'own', senders: pair.senders.own, sample: origin }
  return [{ key: keyOf(pair, ...values), values, atom }]
}

function strangers(
  pair: ResourcePair,
  classes: OriginClasses,
  named: ReadonlySet<string>,
): readonly Choice<OriginInput>[] {
  const excluded = new Set([...pair.senders.without, ...named])
  const senders = new Map<string, Sender[]>()
  for (const one of classes.holding(pair.lists)) {
    const key = listsKey(pair, one.lists[0], one.lists[1])
    const left =
      excluded.size === 0 ? one.senders : one.senders.filter(({ sample }) => !excluded.has(sample))
    if (left.length > 0) senders.set(key, [...(senders.get(key) ?? []), ...left])
  }
  const listed = [...senders].map(([key, list]): Choice<OriginInput> => {
    const sample = (list.find(({ text, sample }) => text === sample) ?? list[0])?.sample ?? ''
    return choice(pair, key, 1, {
      kind: 'listed',
      senders: list.map(({ text }) => text).sort(),
      sample,
    })
  })
  const { unlisted } = classes
  return [
    choice(pair, listsKey(pair, [], []), 1, { kind: 'unlisted', senders: ['*'], sample: unlisted }),
    ...listed,
    ...[...named].map((origin) =>
      choice(pair, namedKey(pair, origin), 1, {
        kind: 'listed',
        senders: [origin],
        sample: origin,
      }),
    ),
    choice(pair, 'null', 1, { kind: 'null', senders: ['null'], sample: 'null' }),
    choice(pair, 'malformed', 1, { kind: 'malformed', senders: [], sample: MALFORMED }),
    choice(pair, 'list', 1, { kind: 'list', senders: [], sample: LIST }),
    choice(pair, 'several', 2, { kind: 'several', senders: [], sample: unlisted }),
  ]
}

type AtomText = Omit<OriginAtom, 'key' | 'siblings'>

function choice(
  pair: ResourcePair,
  key: string,
  lines: number,
  atom: AtomText,
): Choice<OriginInput> {
  return { key, values: bothSides((side) => inputOf(pair, side, lines, atom.sample)), atom }
}

function inputOf(
  { policies }: ResourcePair,
  side: Side,
  lines: number,
  value: string,
): OriginInput {
  return { lines, value, lists: listsHolding(policies[side].origins, value) }
}

function keyOf(pair: ResourcePair, before: OriginInput, after: OriginInput): string {
  if (before.lines > 1) return 'several'
  if (before.value === 'null') return 'null'
  if (before.lists === undefined || after.lists === undefined) {
    return before.value.includes(',') ? 'list' : 'malformed'
  }
  return listsKey(pair, before.lists, after.lists)
}

/** The lists of both resources that hold an origin, by content: places with equal rules may use different lists. */
function listsKey(
  { policies, keys, lists }: ResourcePair,
  before: Membership,
  after: Membership,
): string {
  const keyOn = (side: Side, membership: Membership): string => {
    const all = keys.listIds(policies[side])
    const ids = membership.flatMap((at) => (lists[side].has(at) ? [all[at] ?? -1] : []))
    return [...new Set(ids)].sort((a, b) => a - b).join()
  }
  return `${keyOn(0, before)} > ${keyOn(1, after)}`
}
