/**
 * Finds the grant that a decision is about.
 *
 * A decision names the grant that allowed the request; a denial names none. Its reason is that of the grant that came closest (D9). To find
 * that grant, the engine evaluates bundles in which the resource has only one grant.
 *
 * @module
 */
import { type Bundle, decide, type Grant, prepare, type Resource } from '@marque/core'
import type { Exchange } from './report.ts'

/** Maximum number of grants tried; each requires preparing a bundle. */
const MAX_TRIES = 64

/** A decided request, with the arguments of `decide` after it. */
export type DecidedRequest = Pick<Exchange, 'request' | 'decision'> & {
  readonly args: Parameters<typeof decide> extends [unknown, unknown, ...infer Rest] ? Rest : never
}

/**
 * The first grant that by itself gives the same reason.
 *
 * @returns Its index in {@link Resource.grants}, including exceptions; `undefined` if there is none.
 */
export function closestGrant(
  bundle: Bundle,
  resource: Resource,
  decided: DecidedRequest,
): number | undefined {
  const at = resource.grants
    .slice(0, MAX_TRIES)
    .findIndex((grant) => reasonOfOne(bundle, resource, grant, decided) === decided.decision.reason)
  return at === -1 ? undefined : at
}

/** The first set of a grant that by itself gives the same reason: the one that contains the origin. */
export function closestSet(
  bundle: Bundle,
  resource: Resource,
  grant: Grant,
  decided: DecidedRequest,
): string | undefined {
  return grant.sets
    .slice(0, MAX_TRIES)
    .find(
      (name) =>
        reasonOfOne(bundle, resource, { ...grant, sets: [name], tenant: false }, decided) ===
        decided.decision.reason,
    )
}

function reasonOfOne(
  bundle: Bundle,
  resource: Resource,
  grant: Grant,
  { request, args }: DecidedRequest,
): string {
  // Only what routes the request and what the grant names, so that large origin sets are not indexed repeatedly.
  const empty = { exact: [], patterns: [], until: null }
  const reduced: Bundle = {
    ...bundle,
    sets: Object.fromEntries(grant.sets.map((name) => [name, bundle.sets[name] ?? empty])),
    tenants: grant.tenant
      ? bundle.tenants
      : Object.fromEntries(Object.keys(bundle.tenants).map((name) => [name, empty])),
    resources: bundle.resources.map((other) => ({
      ...other,
      grants: other.name === resource.name ? [grant] : [],
    })),
    vectors: [],
  }
  return decide(prepare(reduced), request, ...args).reason
}
