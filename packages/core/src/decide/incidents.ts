/**
 * Lockdowns and the lease: what is taken away from the grants of a bundle at a given time.
 *
 * @module
 */

import type { PreparedResource } from '../prepared/index.ts'
import type { Lockdown, Moment } from '../request.ts'

/** The sources of incidents. */
export type Incidents = Pick<Moment, 'leaseUntil' | 'lockdowns'>

/** What incidents read of a request. */
interface IncidentInput {
  readonly incidents: Incidents
  /** Epoch milliseconds. */
  readonly now: number
}

/** The effect of incidents on one request. */
export interface Incident {
  /** Why everything is denied; null where it is not. */
  readonly denies: 'locked-down' | 'policy-stale' | null
  /** Why grants lose their credentials; null where they do not. */
  readonly withholdsCredentials: 'locked-down' | 'policy-stale' | null
  /** A lockdown covers the request: browsers must not cache a preflight. */
  readonly lockdown: boolean
}

export const NO_INCIDENT: Incident = { denies: null, withholdsCredentials: null, lockdown: false }

/** Whether there is neither a lease nor a lockdown. */
export function hasNoIncident({ lockdowns, leaseUntil }: Incidents): boolean {
  return leaseUntil === undefined && (lockdowns === undefined || lockdowns.length === 0)
}

/**
 * The incident of a request.
 *
 * @param resource Null where none matches.
 * @param origin The one origin of the request; null where it has none or several: then no scope with an origin covers it.
 * @param staleAfter Of the resource's sensitivity: `staleAfter` of the bundle.
 */
export function incidentFor(
  request: IncidentInput,
  resource: PreparedResource | null,
  tenant: string | null,
  origin: string | null,
  staleAfter: number | null,
): Incident {
  const covering = (request.incidents.lockdowns ?? []).filter(({ scope }) =>
    covers(scope, resource, tenant, origin),
  )
  const locked = covering.some(({ mode }) => deniesAll(mode, resource))
  const stale = resource !== null && isStale(request, staleAfter)
  const staleDenies = stale && resource.resource.sensitivity === 'restricted'
  return {
    denies: locked ? 'locked-down' : staleDenies ? 'policy-stale' : null,
    withholdsCredentials: covering.some(({ mode }) => mode === 'credentials-off')
      ? 'locked-down'
      : stale
        ? 'policy-stale'
        : null,
    lockdown: covering.length > 0,
  }
}

/**
 * Whether a lockdown denies the resource to any origin: then an open resource does not respond to all origins alike, because a cache could give
 * the response to a request without Origin to that origin.
 */
export function isWithheldFromSome(
  { lockdowns }: Incidents,
  resource: PreparedResource,
  tenant: string | null,
): boolean {
  if (lockdowns === undefined) return false
  return lockdowns.some(
    ({ mode, scope }) =>
      deniesAll(mode, resource) && covers(scope, resource, tenant, scope.origin ?? null),
  )
}

/** Whether a mode denies every request to a resource. */
export function deniesAll(mode: Lockdown['mode'], resource: PreparedResource | null): boolean {
  if (mode === 'public-only') return resource?.resource.sensitivity !== 'public'
  return mode === 'deny-all'
}

/** Whether a scope covers a request: every part of it that is present must match. */
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

/** Whether the lease ended longer ago than the sensitivity allows. */
export function isStale(request: IncidentInput, staleAfter: number | null): boolean {
  const { leaseUntil } = request.incidents
  return leaseUntil !== undefined && staleAfter !== null && !(request.now < leaseUntil + staleAfter)
}
