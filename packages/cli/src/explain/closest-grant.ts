/**
 * Which grant of a resource an answer is about.
 *
 * A decision names the grant that decided and, where it denies, none. The reason of a denial is that of the grant that got furthest
 * (D9); which one that is, the engine is asked: it judges a bundle in which the resource has one grant only.
 *
 * @module
 */
import { type Bundle, decide, type Grant, prepare, type Resource } from '@marque/core'
import type { Exchange } from './report.ts'

/** How many grants are tried; each costs the preparation of a bundle. */
const MOST = 64

/** What the engine is asked beside the bundle. */
export type Asked = Pick<Exchange, 'request' | 'decision'> & {
  readonly ask: Parameters<typeof decide> extends [unknown, unknown, ...infer Rest] ? Rest : never
}

/**
 * The first grant that alone gives the same reason.
 *
 * @returns Its place among {@link Resource.grants}, exceptions included; `undefined` where none does.
 */
export function furthestGrant(
  bundle: Bundle,
  resource: Resource,
  asked: Asked,
): number | undefined {
  const at = resource.grants
    .slice(0, MOST)
    .findIndex((grant) => reasonOfOne(bundle, resource, grant, asked) === asked.decision.reason)
  return at === -1 ? undefined : at
}

/** The first set of a grant that alone gives the same reason: the one that holds the origin. */
export function furthestSet(
  bundle: Bundle,
  resource: Resource,
  grant: Grant,
  asked: Asked,
): string | undefined {
  return grant.sets
    .slice(0, MOST)
    .find(
      (name) =>
        reasonOfOne(bundle, resource, { ...grant, sets: [name], tenant: false }, asked) ===
        asked.decision.reason,
    )
}

function reasonOfOne(
  bundle: Bundle,
  resource: Resource,
  grant: Grant,
  { request, ask }: Asked,
): string {
  // Nothing but what routes the request and what the grant names, so that large directories are not indexed again and again.
  const nobody = { exact: [], patterns: [], until: null }
  const alone: Bundle = {
    ...bundle,
    sets: Object.fromEntries(grant.sets.map((name) => [name, bundle.sets[name] ?? nobody])),
    tenants: grant.tenant
      ? bundle.tenants
      : Object.fromEntries(Object.keys(bundle.tenants).map((name) => [name, nobody])),
    resources: bundle.resources.map((other) => ({
      ...other,
      grants: other.name === resource.name ? [grant] : [],
    })),
    vectors: [],
  }
  return decide(prepare(alone), request, ...ask).reason
}
