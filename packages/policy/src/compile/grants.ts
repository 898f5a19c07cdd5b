/**
 * Grants and exceptions of the document as grants of the bundle.
 *
 * @module
 */
import { type Grant, isSafelistedResponseHeader } from '@marque/core'
import type { ModelException, ModelGrant, ModelPermission, ModelResource } from '../read/index.ts'
import { conditionOf } from './condition.ts'
import type { SetTable } from './sets.ts'
import { compareText, sortedUnique } from './sorted.ts'

/**
 * The grants of one resource: its exceptions first (D16), by start and id, then its own in the order of the document.
 *
 * A grant that nobody can use in this environment stays, with an empty list: decisions name grants by their place.
 *
 * @param lifetime How old a login may be on grants with credentials, milliseconds; undefined for any age.
 */
export function grantsOf(
  resource: ModelResource,
  exceptions: readonly ModelException[],
  sets: SetTable,
  lifetime: number | undefined,
): readonly Grant[] {
  return [
    ...exceptions.toSorted(compareExceptions).map((exception) => ({
      ...permissionOf(exception, lifetime),
      exception: exception.id,
      any: false,
      sets: sets.inline([exception.origin]),
      tenant: false,
    })),
    ...resource.grants.map((grant) => ({
      ...permissionOf(grant, lifetime),
      exception: null,
      any: grant.any,
      sets: setsOf(grant, sets),
      tenant: grant.tenant,
    })),
  ]
}

function compareExceptions(a: ModelException, b: ModelException): number {
  const [fromA, fromB] = [a.from ?? Number.NEGATIVE_INFINITY, b.from ?? Number.NEGATIVE_INFINITY]
  if (fromA === fromB) return compareText(a.id, b.id)
  return fromA < fromB ? -1 : 1
}

function setsOf(grant: ModelGrant, sets: SetTable): readonly string[] {
  const named = sets.known(grant.sets.map(({ name }) => name))
  return sortedUnique([...named, ...sets.inline(grant.inline)])
}

function permissionOf(
  permission: ModelPermission,
  lifetime: number | undefined,
): Omit<Grant, 'exception' | 'any' | 'sets' | 'tenant'> {
  const { credentials, read, nullReach, websocket, timing, token, maxAge, from, until } = permission
  return {
    methods: sortedUnique(permission.methods),
    requestHeaders: sortedUnique(permission.requestHeaders),
    // What script may read anyway is not named again; the document is warned of it (MQ-313).
    exposeHeaders: sortedUnique(
      permission.exposeHeaders.filter((name) => !isSafelistedResponseHeader(name)),
    ),
    credentials,
    read,
    nullReach,
    websocket,
    timing,
    token,
    maxAge,
    from,
    until,
    when: conditionOf(permission.when, credentials ? lifetime : undefined),
  }
}
