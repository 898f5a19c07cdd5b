/**
 * The loaded policy as shown to operators.
 *
 * @module
 */
import type { Bundle, Moment } from '@marque/core'
import { formatInstant, LAST_INSTANT } from '@marque/core/instant'
import { isStale, type PolicySource } from '@marque/sync'

/** The response of `/policy`; times in ISO 8601. */
export interface PolicyState {
  readonly digest: string
  readonly environment: string
  /** Null for a policy file on this machine. */
  readonly release: { readonly number: number; readonly issuedAt: string } | null
  /** Null if the bundle has no lease. */
  readonly leaseUntil: string | null
  readonly isStale: boolean
  readonly lockdowns: NonNullable<Moment['lockdowns']>
  readonly sets: readonly {
    readonly name: string
    readonly origins: number
    /** When the set or the last grant of it ends, whichever comes first: an exception is a set with one origin, and its grant has the end. */
    readonly until: string | null
    readonly isEnded: boolean
  }[]
  readonly tenants: number
  readonly resources: readonly { readonly name: string; readonly sensitivity: string }[]
}

/** Null while no policy is loaded. */
export function policyState(policy: PolicySource): PolicyState | null {
  const { held } = policy
  if (held === null) return null
  const { bundle, digest, release } = held
  const moment = policy.moment()
  return {
    digest,
    environment: bundle.environment,
    release:
      release === null ? null : { number: release.number, issuedAt: instant(release.issuedAt) },
    leaseUntil: moment.leaseUntil === undefined ? null : instant(moment.leaseUntil),
    isStale: isStale(policy),
    lockdowns: moment.lockdowns ?? [],
    sets: Object.entries(bundle.sets).map(([name, { exact, patterns, until }]) => {
      const end = Math.min(until ?? Infinity, lastGrantOf(bundle, name))
      return {
        name,
        origins: exact.length + patterns.length,
        until: end === Infinity ? null : instant(end),
        isEnded: end <= moment.now,
      }
    }),
    tenants: Object.keys(bundle.tenants).length,
    resources: bundle.resources.map(({ name, sensitivity }) => ({ name, sensitivity })),
  }
}

/** When the last grant of a set ends; `Infinity` if one has no end, or if no grant names the set. */
function lastGrantOf({ resources }: Bundle, name: string): number {
  const ends = resources.flatMap(({ grants }) =>
    grants.filter(({ sets }) => sets.includes(name)).map(({ until }) => until ?? Infinity),
  )
  return ends.length === 0 ? Infinity : Math.max(...ends)
}

/** Times that a date cannot hold have no end. */
function instant(time: number): string {
  return Math.abs(time) <= LAST_INSTANT ? formatInstant(time) : 'never'
}
