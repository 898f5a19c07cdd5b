/**
 * From raw changes to changes with names, sentences and witnesses.
 *
 * @module
 */

import type { Bundle } from '@marque/core'
import { type CauseFinder, isSameOutcome } from '../cause/index.ts'
import { type Change, UNMATCHED } from '../change.ts'
import { decideBoth, inputOf } from '../evaluate/index.ts'
import type { BundlePair } from '../pair/index.ts'
import type { RouteClass } from '../routing/index.ts'
import type { SenderRegistry } from '../senders/index.ts'
import type { CausedChange } from './changes-of-regions.ts'
import { gainsOf } from './gains.ts'
import { mergeOver, mergeSpecial, type RawChange } from './raw-changes.ts'
import { type ChangeFacts, originText, sentenceOf } from './sentences.ts'

/** A change whose cause is not known yet. */
export type UnexplainedChange = Omit<Change, 'cause'>

/** Merges raw changes as far as one sentence can describe them. */
export function buildChanges(
  rawChanges: readonly RawChange[],
  sides: BundlePair,
  senders: SenderRegistry,
  routeClasses: readonly RouteClass[],
  methods: readonly string[],
): readonly UnexplainedChange[] {
  const known = tenantsIn(routeClasses)
  let joined = mergeSpecial(rawChanges)
  for (const dimension of [
    'senderIds',
    'methods',
    'tenants',
    'paths',
    'methods',
    'senderIds',
  ] as const) {
    joined = mergeOver(joined, dimension)
  }
  return withoutRepeated(joinTenants(joined, senders)).flatMap((rawChange) =>
    tenantsOf(rawChange, known.get(rawChange.pair) ?? new Set()).map((tenant) =>
      changeOf(rawChange, tenant, sides, senders, methods),
    ),
  )
}

const EACH = 'each for its own tenant'

/** Merges equal changes of the origins of several tenants. */
function joinTenants(
  rawChanges: readonly RawChange[],
  senders: SenderRegistry,
): readonly RawChange[] {
  const isOfTenant = ({ senderIds, tenants }: RawChange): boolean =>
    tenants.every((tenant) => tenant !== '' && tenant !== '?') &&
    senderIds.every((index) => senders.of([index]).ofTenant)
  const groups = Map.groupBy(rawChanges, (rawChange) =>
    isOfTenant(rawChange)
      ? JSON.stringify({
          ...rawChange,
          sampleByTenant: null,
          senderIds: [],
          tenants: [],
          sample: null,
          spelling: rawChange.spelling !== null,
        })
      : rawChange,
  )
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined || group.length === 1) return group
    const condition = first.condition === null ? EACH : `${EACH}, ${first.condition}`
    const senderIds = [...new Set(group.flatMap((one) => one.senderIds))].sort((a, b) => a - b)
    return [
      { ...first, senderIds, tenants: ['', ...group.flatMap(({ tenants }) => tenants)], condition },
    ]
  })
}

/** Drops changes of another spelling that equal those of the normalised path. */
function withoutRepeated(rawChanges: readonly RawChange[]): readonly RawChange[] {
  const plain = rawChanges.filter(
    ({ spelling, condition, during }) => spelling === null && condition === null && during === null,
  )
  const holds = (all: readonly unknown[], some: readonly unknown[]): boolean =>
    some.every((one) => all.includes(one))
  return rawChanges.filter(
    (rawChange) =>
      rawChange.spelling === null ||
      !plain.some(
        (one) =>
          one.direction === rawChange.direction &&
          one.aspect === rawChange.aspect &&
          one.websocket === rawChange.websocket &&
          one.allowed === rawChange.allowed &&
          holds(one.senderIds, rawChange.senderIds) &&
          holds(one.methods, rawChange.methods) &&
          holds(one.paths, rawChange.paths) &&
          holds(one.tenants, rawChange.tenants) &&
          holds(one.headers, rawChange.headers),
      ),
  )
}

/** The compared tenants, by the pair of resources. */
function tenantsIn(routeClasses: readonly RouteClass[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const { routes } of routeClasses) {
    const key = JSON.stringify(routes.map(({ resource }) => resource))
    const names = found.get(key) ?? new Set()
    found.set(key, names)
    for (const { tenant } of routes) if (tenant !== null) names.add(tenant)
  }
  return found
}

/** Null where the tenant does not matter. */
function tenantsOf({ tenants }: RawChange, known: ReadonlySet<string>): readonly (string | null)[] {
  const named = tenants.filter((tenant) => tenant !== '' && tenant !== '?')
  if (named.length < tenants.length) return [null]
  return named.length === known.size && named.length > 1 ? [null] : named
}

function changeOf(
  rawChange: RawChange,
  tenant: string | null,
  sides: BundlePair,
  senders: SenderRegistry,
  all: readonly string[],
): UnexplainedChange {
  const { direction, aspect, paths, methods, headers } = rawChange
  const { during, condition, websocket, spelling } = rawChange
  const names: readonly (string | null)[] = JSON.parse(rawChange.pair)
  const [before, after] = [0, 1].map((side) =>
    sides[side === 0 ? 0 : 1].resources.get(names[side] ?? ''),
  )
  const sample =
    (tenant === null ? undefined : rawChange.sampleByTenant?.get(tenant)) ?? rawChange.sample
  const sender = senders.of(rawChange.senderIds)
  const facts: ChangeFacts = {
    direction,
    aspect,
    resource: after?.name ?? before?.name ?? UNMATCHED,
    sensitivity: [before?.sensitivity ?? null, after?.sensitivity ?? null],
    origins: sender.names,
    paths,
    methods,
    headers,
    tenant,
    credentials: rawChange.allowed,
    during,
    ...(websocket && { websocket: true as const }),
    condition: spelling === null ? condition : spelledText(condition, spelling),
  }
  return {
    ...facts,
    origin: originText(sender, sender.sets[direction === 'tighter' ? 0 : 1]),
    what: sentenceOf(facts, sender, all),
    gains: gainsOf(facts, sides[1].bundle),
    classes: [],
    witness: { in: inputOf(sample), ...decideBoth(sides, sample) },
  }
}

function spelledText(condition: string | null, spelling: string): string {
  const text = `where the path is spelled differently, as \`${spelling}\``
  return condition === null ? text : `${text}, ${condition}`
}

/** The changes with their causes. */
export function withCauses(
  unexplained: readonly UnexplainedChange[],
  finder: CauseFinder,
  after: Bundle,
): readonly CausedChange[] {
  return unexplained.map((change) => {
    const { in: input, after: wanted } = change.witness
    const edits = finder.find(input, (decision, edited) =>
      isSameOutcome(change, [decision, edited], [wanted, after]),
    )
    const [only] = edits
    const cause =
      only !== undefined && edits.length === 1 ? { kind: only.kind, path: only.path } : null
    return { change: { ...change, cause }, edits }
  })
}
