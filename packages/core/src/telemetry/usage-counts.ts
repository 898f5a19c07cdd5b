/**
 * How often each grant is used, and who is denied: counts of decisions by hour, for reviews of a policy.
 *
 * Unlike metrics, rows name origins; so their number is bounded, and decisions beyond the bound are only counted.
 *
 * @module
 */
import type { Kind } from '../decision.ts'
import type { Reason } from '../reasons.ts'
import { credentialsOf, type DecidedRequest } from './decided-request.ts'
import { grantedSet } from './granted-set.ts'
import { originOf } from './log-values.ts'

/** Decisions of an hour that are alike. */
export interface UsageRow {
  readonly resource: string | null
  /** Index of the grant, as in a decision; null for an exception and for a denial. */
  readonly grant: number | null
  readonly set: string | null
  readonly origin: string | null
  readonly kind: Kind
  readonly reach: boolean
  readonly read: boolean
  readonly reason: Reason
  /** Whether the requests carried credentials. */
  readonly credentials: boolean
  readonly mode: 'enforce' | 'shadow'
  /** How many. */
  readonly n: number
}

/** What was decided in an hour by the policy of one environment. */
export interface UsageHour {
  readonly environment: string
  /** Start of the hour in UTC, epoch milliseconds. */
  readonly hour: number
  readonly rows: readonly UsageRow[]
  /** Decisions in the rows. */
  readonly seen: number
  /** Decisions that found no room in the rows. */
  readonly dropped: number
}

/** Takes decisions for usage. Never throws. */
export interface UsageRecorder {
  add(request: DecidedRequest): void
}

/** Milliseconds. */
export const HOUR = 3_600_000

/** Rows of an hour with what was granted, and as many again with the rest: no flood of made-up origins keeps grants from being counted. */
const MAX_ROWS = 10_000

/** Hours that wait to be written; only a clock that jumps makes more than two. */
const MAX_HOURS = 4

interface MutableRow extends UsageRow {
  n: number
}

interface MutableHour {
  readonly environment: string
  readonly hour: number
  readonly granted: Map<string, MutableRow>
  readonly others: Map<string, MutableRow>
  seen: number
  dropped: number
}

export class UsageCounts implements UsageRecorder {
  #environment: string
  readonly #maxRows: number
  #hours: MutableHour[] = []

  /** @param environment The environment of decisions without a policy. */
  constructor(environment: string, maxRows: number = MAX_ROWS) {
    this.#environment = environment
    this.#maxRows = maxRows
  }

  /** The environment of the last policy. */
  get environment(): string {
    return this.#environment
  }

  add(request: DecidedRequest): void {
    const { engine, moment } = request
    if (engine !== null) this.#environment = engine.bundle.environment
    const hour = this.#hourOf(moment.now - (moment.now % HOUR))
    const row = rowOf(request)
    const isGranted = row.grant !== null || request.decision.exception !== null
    const rows = isGranted ? hour.granted : hour.others
    const key = keyOf(row)
    const known = rows.get(key)
    if (known !== undefined) known.n++
    else if (rows.size < this.#maxRows) rows.set(key, row)
    else {
      hour.dropped++
      return
    }
    hour.seen++
  }

  #hourOf(start: number): MutableHour {
    const environment = this.#environment
    const isWanted = (one: MutableHour): boolean =>
      one.hour === start && one.environment === environment
    const last = this.#hours.at(-1)
    if (last !== undefined && isWanted(last)) return last
    const known = this.#hours.find(isWanted) ?? (this.#hours.length < MAX_HOURS ? undefined : last)
    if (known !== undefined) return known
    const rows = (): Map<string, MutableRow> => new Map()
    const hour = { environment, hour: start, granted: rows(), others: rows(), seen: 0, dropped: 0 }
    this.#hours.push(hour)
    return hour
  }

  /**
   * Removes and returns the hours that began before `end`, in order.
   *
   * @param end Epoch milliseconds; infinite for all.
   */
  take(end: number): readonly UsageHour[] {
    const taken = this.#hours.filter(({ hour }) => hour < end)
    this.#hours = this.#hours.filter(({ hour }) => hour >= end)
    return taken
      .sort((a, b) => a.hour - b.hour)
      .map(({ granted, others, ...hour }) => ({
        ...hour,
        rows: [...granted.values(), ...others.values()],
      }))
  }
}

function rowOf(request: DecidedRequest): MutableRow {
  const { decision, engine, facts, moment } = request
  const { resource, grant, kind, reach, read, reason } = decision
  return {
    resource,
    grant,
    set: grantedSet(engine, decision, facts, moment.now),
    origin: originOf(facts.headers),
    kind,
    reach,
    read,
    reason,
    credentials: credentialsOf(request).length > 0,
    mode: 'enforce',
    n: 1,
  }
}

/** Equal for rows that differ in `n` alone. No part but the origin, which is the last, can hold a line feed. */
export function keyOf(row: Omit<UsageRow, 'n'>): string {
  const { resource, grant, set, origin, kind, reach, read, reason, credentials, mode } = row
  // The opaque origin `null` is not a missing one, and a set may have that name.
  const names = `${resource ?? ''}\n${set ?? ''}\n${origin === null ? '' : `=${origin}`}`
  return `${mode}\n${kind}\n${reach}\n${read}\n${reason}\n${credentials}\n${grant}\n${names}`
}
