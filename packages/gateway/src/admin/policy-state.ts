/**
 * What is held and what holds of it, for operators.
 *
 * @module
 */
import type { Moment } from '@marque/core'
import type { PolicySource } from '@marque/sync'

/** The answer of `/policy`; instants in ISO 8601. */
export interface PolicyState {
  readonly digest: string
  readonly environment: string
  /** Null for what this machine's own operator put into a file. */
  readonly release: { readonly number: number; readonly issuedAt: string } | null
  /** Null where bundles have no lease. */
  readonly leaseUntil: string | null
  readonly isStale: boolean
  readonly lockdowns: NonNullable<Moment['lockdowns']>
  readonly sets: readonly {
    readonly name: string
    readonly origins: number
    readonly until: string | null
    readonly isEnded: boolean
  }[]
  readonly tenants: number
  readonly resources: readonly { readonly name: string; readonly sensitivity: string }[]
}

/** Null while nothing is held. */
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
    sets: Object.entries(bundle.sets).map(([name, { exact, patterns, until }]) => ({
      name,
      origins: exact.length + patterns.length,
      until: until === null ? null : instant(until),
      isEnded: until !== null && until <= moment.now,
    })),
    tenants: Object.keys(bundle.tenants).length,
    resources: bundle.resources.map(({ name, sensitivity }) => ({ name, sensitivity })),
  }
}

/** Whether the lease ended so long ago that some resource answers more tightly by now. */
export function isStale(policy: PolicySource): boolean {
  const { held } = policy
  const { now, leaseUntil } = policy.moment()
  if (held === null || leaseUntil === undefined) return false
  return Object.values(held.bundle.staleAfter).some(
    (after) => after !== null && now >= leaseUntil + after,
  )
}

function instant(milliseconds: number): string {
  return Number.isFinite(milliseconds) && Math.abs(milliseconds) <= 8.64e15
    ? new Date(milliseconds).toISOString()
    : 'never'
}
