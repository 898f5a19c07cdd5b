/**
 * Changes before they have names and sentences, and the merging of those that differ in one dimension only.
 *
 * @module
 */
import type { Aspect, Change } from '../change.ts'
import type { Credentials, RequestSample } from '../evaluate/index.ts'

/** A change of one scenario, or of several merged ones. */
export interface RawChange {
  readonly direction: Change['direction']
  readonly aspect: Aspect
  /** The names of the resources that decide, before and after, as JSON. */
  readonly pair: string
  /** Indices in the {@link SenderRegistry}. */
  readonly senderIds: readonly number[]
  readonly methods: readonly string[]
  readonly headers: readonly string[]
  readonly credentials: readonly Credentials[]
  readonly paths: readonly string[]
  /** `?` for an unknown tenant, empty for none. */
  readonly tenants: readonly string[]
  readonly during: Change['during']
  readonly condition: string | null
  /** Occurs only in special circumstances. */
  readonly isSpecial: boolean
  readonly websocket: boolean
  /** For `read`: with credentials too. */
  readonly allowed: boolean
  /** An example of another spelling of {@link paths}; null for normalised paths. */
  readonly spelling: string | null
  readonly sample: RequestSample
  /** Requests by tenant, where changes of several tenants are merged. */
  readonly sampleByTenant?: ReadonlyMap<string, RequestSample>
}

type Dimension = 'senderIds' | 'methods' | 'headers' | 'credentials' | 'paths' | 'tenants'

const DIMENSIONS: readonly Dimension[] = [
  'senderIds',
  'methods',
  'headers',
  'credentials',
  'paths',
  'tenants',
]

/** Merges changes that differ in `dimension` only; the request of the first one is kept. */
export function mergeOver(
  rawChanges: readonly RawChange[],
  dimension: Dimension,
): readonly RawChange[] {
  const others = DIMENSIONS.filter((one) => one !== dimension)
  return mergeBy(rawChanges, (rawChange) =>
    others.map((one) => rawChange[one].join('\u0000')).join('\u0001'),
  )
}

/**
 * Merges changes of special circumstances and of other spellings that agree in aspect and direction: they are summarised.
 */
export function mergeSpecial(rawChanges: readonly RawChange[]): readonly RawChange[] {
  const isSecondary = ({ isSpecial, spelling }: RawChange): boolean =>
    isSpecial || spelling !== null
  const secondary = rawChanges.filter(isSecondary).map((rawChange) => ({
    ...rawChange,
    during: null,
    condition: rawChange.isSpecial && rawChange.spelling === null ? rawChange.condition : null,
    isSpecial: rawChange.isSpecial && rawChange.spelling === null,
  }))
  const plain = rawChanges.filter((rawChange) => !isSecondary(rawChange))
  return [...plain, ...mergeConditions(mergeBy(secondary, () => ''))]
}

/** Merges special circumstances with the same change. */
function mergeConditions(rawChanges: readonly RawChange[]): readonly RawChange[] {
  const groups = Map.groupBy(rawChanges, (rawChange) =>
    JSON.stringify([
      rawChange.isSpecial ? fixedKey({ ...rawChange, condition: null }) : fixedKey(rawChange),
      DIMENSIONS.map((dimension) => rawChange[dimension]),
    ]),
  )
  return [...groups.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return []
    const conditions = [first, ...more].flatMap(({ condition }) => condition ?? [])
    return [
      { ...first, condition: conditions.length === 0 ? null : conditions.sort().join(', or ') },
    ]
  })
}

/** Merges senders that are no browsers with others to which the same happens, apart from headers. */
export function mergeOdd(
  rawChanges: readonly RawChange[],
  odd: ReadonlySet<number>,
): readonly RawChange[] {
  const isOdd = ({ senderIds }: RawChange): boolean => senderIds.every((one) => odd.has(one))
  const key = (rawChange: RawChange): string =>
    JSON.stringify([fixedKey({ ...rawChange, allowed: false }), rawChange.methods, rawChange.paths])
  const odds = Map.groupBy(rawChanges.filter(isOdd), key)
  const merged = rawChanges
    .filter((rawChange) => !isOdd(rawChange))
    .map((rawChange) => {
      const own = odds.get(key(rawChange)) ?? []
      odds.delete(key(rawChange))
      const senderIds = new Set([...rawChange.senderIds, ...own.flatMap((one) => one.senderIds)])
      return own.length === 0
        ? rawChange
        : { ...rawChange, senderIds: [...senderIds].sort((a, b) => a - b) }
    })
  return [...merged, ...[...odds.values()].flat()]
}

function mergeBy(
  rawChanges: readonly RawChange[],
  keyOf: (rawChange: RawChange) => string,
): readonly RawChange[] {
  const groups = Map.groupBy(
    rawChanges,
    (rawChange) => `${fixedKey(rawChange)}\u0002${keyOf(rawChange)}`,
  )
  return [...groups.values()].map((group) => {
    const [first, ...more] = group as [RawChange, ...RawChange[]]
    if (more.length === 0) return first
    return {
      ...first,
      senderIds: [...new Set(group.flatMap(({ senderIds }) => senderIds))].sort((a, b) => a - b),
      methods: union(group, 'methods'),
      headers: includesMethod(group) ? [] : union(group, 'headers'),
      credentials: union(group, 'credentials') as readonly Credentials[],
      paths: union(group, 'paths'),
      tenants: union(group, 'tenants'),
      sampleByTenant: samplesByTenant(group),
    }
  })
}

/** The first request of each tenant. */
function samplesByTenant(group: readonly RawChange[]): ReadonlyMap<string, RequestSample> {
  const samples = new Map<string, RequestSample>()
  for (const { tenants, sample, sampleByTenant } of group) {
    for (const tenant of tenants) {
      if (!samples.has(tenant)) samples.set(tenant, sampleByTenant?.get(tenant) ?? sample)
    }
  }
  return samples
}

/** Whether one of the preflights is for the method itself, which includes those with header names. */
function includesMethod(group: readonly RawChange[]): boolean {
  return group.some(({ aspect, headers }) => aspect === 'preflight' && headers.length === 0)
}

/** The key of everything but the dimensions. */
function fixedKey(rawChange: RawChange): string {
  const { direction, aspect, pair, during, condition, isSpecial, websocket, allowed } = rawChange
  return JSON.stringify([
    direction,
    aspect,
    pair,
    during,
    condition,
    isSpecial,
    websocket,
    allowed,
    rawChange.spelling !== null,
  ])
}

function union(group: readonly RawChange[], dimension: Exclude<Dimension, 'senderIds'>): string[] {
  return [...new Set<string>(group.flatMap((rawChange) => rawChange[dimension]))].sort()
}
