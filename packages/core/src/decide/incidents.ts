/**
 * Lockdowns and staleness: what subtracts from a bundle at this moment.
 *
 * @module
 */

import type { PreparedResource } from '../prepared/index.ts'
import type { Lockdown, Moment } from '../request.ts'

/** What is taken away from one request. */
export interface Incident {
  /** Everything is denied, and why. */
  readonly denies: 'locked-down' | 'policy-stale' | null
  /** Grants have lost their credentials, and why. */
  readonly strips: 'locked-down' | 'policy-stale' | null
  /** A lockdown covers the request: nothing that is answered now may be kept. */
  readonly lockdown: boolean
}

export const NO_INCIDENT: Incident = { denies: null, strips: null, lockdown: false }

/** Nothing is taken away from anybody: no lease to run out, no lockdown. */
export function hasNoIncident({ lockdowns, leaseUntil }: Moment): boolean {
  return leaseUntil === undefined && (lockdowns === undefined || lockdowns.length === 0)
}

/**
 * What holds for a request.
 *
 * @param resource Null where none matches.
 * @param origin The one origin of the request, or null: then no scope with an origin covers it.
 */
export function incidentFor(
  moment: Moment,
  resource: PreparedResource | null,
  tenant: string | null,
  origin: string | null,
  staleAfter: number | null,
): Incident {
  const covering = (moment.lockdowns ?? []).filter(({ scope }) =>
    covers(scope, resource, tenant, origin),
  )
  const locked = covering.some(({ mode }) => deniesAll(mode, resource))
  const stale = resource !== null && isStale(moment, staleAfter)
  const staleDenies = stale && resource.resource.sensitivity === 'restricted'
  return {
    denies: locked ? 'locked-down' : staleDenies ? 'policy-stale' : null,
    strips: covering.some(({ mode }) => mode === 'credentials-off')
      ? 'locked-down'
      : stale
        ? 'policy-stale'
        : null,
    lockdown: covering.length > 0,
  }
}

/**
 * Whether a lockdown denies the resource to some origin, whichever: then what an open resource says to everybody is withheld, because
 * an answer to a request without Origin could be kept and given to that origin.
 */
export function isWithheldFromSome(
  { lockdowns }: Moment,
  resource: PreparedResource,
  tenant: string | null,
): boolean {
  if (lockdowns === undefined) return false
  return lockdowns.some(
    ({ mode, scope }) =>
      deniesAll(mode, resource) && covers(scope, resource, tenant, scope.origin ?? null),
  )
}

export function deniesAll(mode: Lockdown['mode'], resource: PreparedResource | null): boolean {
  if (mode === 'public-only') return resource?.resource.sensitivity !== 'public'
  return mode === 'deny-all'
}

/** Whether a scope covers a request: every part of it that is named must fit. */
export function covers(
  scope: Lockdown['scope'],
  resource: PreparedResource | null,
  tenant: string | null,
  origin: string | null,
): boolean {
  return (
    (scope.resource === undefined || scope.resource === resource?.name) &&
    (scope.tenant === undefined || scope.tenant === tenant) &&
    (scope.origin === undefined || scope.origin === origin)
  )
}

export function isStale({ leaseUntil, now }: Moment, staleAfter: number | null): boolean {
  return leaseUntil !== undefined && staleAfter !== null && now >= leaseUntil + staleAfter
}
