/**
 * Counters of decisions, in plain numbers: a request costs a few lookups, and texts of labels are made when the counters are read.
 *
 * No label holds an origin, a path or any other value that a client chooses: labels are words of the engine and names of the policy.
 *
 * @module
 */
import { namesAnOrigin } from '../bundle/index.ts'
import type { Decision, Kind } from '../decision.ts'
import type { DecidedRequest } from './decided-request.ts'
import { grantedSet } from './granted-set.ts'

export type MetricLabels = { readonly [name: string]: string }

/** A metric of Prometheus with all its series. */
export interface MetricFamily {
  readonly name: string
  readonly type: 'counter' | 'gauge'
  readonly help: string
  readonly labelNames: readonly string[]
  /** Calls `visitor` for each series that is not zero; the labels are in the order of `labelNames`. */
  visit(visitor: (labels: MetricLabels, count: number) => void): void
}

/**
 * Series of one counter whose labels are names of the policy. Each policy that was in use since the start adds its names; what exceeds the bound is counted
 * with `-` as the name.
 */
const MAX_SERIES = 10_000

/** The label where the policy has no name for it. */
const NONE = '-'

/** One counter for each pair of `reach` and `read`. */
type Outcomes = Float64Array

interface Series {
  count: number
}
type BySet = Map<string, Series>

const outcomes = (): Outcomes => new Float64Array(4)

function count(counts: Outcomes, { reach, read }: Pick<Decision, 'reach' | 'read'>): void {
  const index = (reach ? 2 : 0) + (read ? 1 : 0)
  counts[index] = (counts[index] ?? 0) + 1
}

function visitOutcomes(
  counts: Outcomes,
  visitor: (reach: string, read: string, count: number) => void,
): void {
  for (const [index, value] of counts.entries())
    if (value > 0) visitor(String(index >= 2), String(index % 2 === 1), value)
}

/** Counts decisions: by reason, by resource, and by the grant that allowed them. */
export class DecisionCounts {
  readonly #byReason = new Map<string, Map<Kind, Outcomes>>()
  readonly #byResource = new Map<string, Map<Kind, Outcomes>>()
  /** By resource, index of the grant, and set. */
  readonly #byGrant = new Map<string, Map<number | null, BySet>>()
  #grantSeries = 0

  add(request: DecidedRequest): void {
    const { decision } = request
    const { kind, reason, resource } = decision
    count(
      entryOf(entryOf(this.#byReason, reason, newMap<Kind, Outcomes>), kind, outcomes),
      decision,
    )
    const isKnown = this.#byResource.size < MAX_SERIES || this.#byResource.has(resource ?? NONE)
    const label = isKnown ? (resource ?? NONE) : NONE
    count(
      entryOf(entryOf(this.#byResource, label, newMap<Kind, Outcomes>), kind, outcomes),
      decision,
    )
    if (resource !== null && (decision.grant !== null || decision.exception !== null))
      this.#addGrant(request, resource)
  }

  #addGrant({ decision, engine, facts, moment }: DecidedRequest, resource: string): void {
    const set = setLabel(grantedSet(engine, decision, facts, moment.now))
    const { grant } = decision
    const known = this.#byGrant.get(resource)?.get(grant)?.get(set)
    if (known !== undefined) {
      known.count++
      return
    }
    const isFull = this.#grantSeries >= MAX_SERIES
    const [resourceKey, grantKey, setKey] = isFull ? [NONE, null, NONE] : [resource, grant, set]
    const byIndex = entryOf(this.#byGrant, resourceKey, newMap<number | null, BySet>)
    const bySet = entryOf(byIndex, grantKey, newMap<string, Series>)
    const series = entryOf(bySet, setKey, () => {
      this.#grantSeries++
      return { count: 0 }
    })
    series.count++
  }

  /** The counters, for any writer of Prometheus text. */
  get families(): readonly MetricFamily[] {
    return [
      {
        name: 'marque_decisions_total',
        type: 'counter',
        help: 'Decisions by kind, outcome and reason.',
        labelNames: ['mode', 'kind', 'reach', 'read', 'reason'],
        visit: (visitor) => {
          for (const [reason, byKind] of this.#byReason)
            for (const [kind, counts] of byKind)
              visitOutcomes(counts, (reach, read, value) =>
                visitor({ mode: 'enforce', kind, reach, read, reason }, value),
              )
        },
      },
      {
        name: 'marque_resource_decisions_total',
        type: 'counter',
        help: 'Decisions by resource, kind and outcome.',
        labelNames: ['resource', 'kind', 'reach', 'read'],
        visit: (visitor) => {
          for (const [resource, byKind] of this.#byResource)
            for (const [kind, counts] of byKind)
              visitOutcomes(counts, (reach, read, value) =>
                visitor({ resource, kind, reach, read }, value),
              )
        },
      },
      {
        name: 'marque_grants_total',
        type: 'counter',
        help: 'Decisions that a grant allowed, by grant and origin set.',
        labelNames: ['resource', 'grant', 'set'],
        visit: (visitor) => {
          for (const [resource, byIndex] of this.#byGrant)
            for (const [index, bySet] of byIndex)
              for (const [set, { count: value }] of bySet)
                visitor({ resource, grant: index === null ? NONE : String(index), set }, value)
        },
      },
    ]
  }
}

/** The set of an origin that is written inline has that origin as its name. */
function setLabel(set: string | null): string {
  return set === null || namesAnOrigin(set) ? NONE : set
}

const newMap = <Key, Value>(): Map<Key, Value> => new Map()

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  let value = map.get(key)
  if (value === undefined) {
    value = create()
    map.set(key, value)
  }
  return value
}
