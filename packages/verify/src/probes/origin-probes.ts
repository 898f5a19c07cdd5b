/**
 * Origins that a resource does not list.
 *
 * @module
 */
import type { Bounds } from './bounds.ts'
import type { ListedOrigin } from './listed-origins.ts'
import type { ProbeOrigin } from './probe.ts'
import type { ClassedDrafts } from './probe-classes.ts'
import { namesOf, preflightDraft } from './probe-draft.ts'
import { originAt, type ResourceScope } from './resource-scope.ts'
import { actualDrafts, both, chosen, tellingMethod } from './scope-drafts.ts'
import type { Target } from './targets.ts'

/** Origins of a kind that are asked where more tell nothing new. */
const FEW_ORIGINS = 3

/** Directories of tenants whose origins are asked where no tenant is concerned. */
const FEW_TENANTS = 2

/** Some origins that the resource does not list: first one of each list, then others. */
export function foreignOrigins(
  scope: ResourceScope,
  target: Target,
  bounds: Bounds,
): { readonly first: readonly ProbeOrigin[]; readonly others: readonly ProbeOrigin[] } {
  const { index, resource, uses } = scope
  const lists = index.lists.filter(
    ({ name, isTenant }) => isTenant || !resource.grants.some(({ sets }) => sets.includes(name)),
  )
  // Where any origin is granted, others tell nothing more than the unlisted one.
  const most = uses[0]?.grant.any === true ? FEW_ORIGINS : bounds.elsewhere
  const sets = lists.filter(({ isTenant }) => !isTenant)
  const tenants = lists.filter(({ isTenant }) => isTenant).slice(0, FEW_TENANTS)
  const firsts = [...sets, ...tenants].flatMap(({ origins }) => origins.slice(0, 1))
  const first = chosen(scope, firsts, most)
  const rest = lists.flatMap(({ origins }) => origins).filter((one) => !first.includes(one))
  const others = chosen(scope, rest, most - first.length)
  const at = ({ value }: ListedOrigin): ProbeOrigin => originAt(scope, value, target)
  return { first: first.map(at), others: others.map(at) }
}

/** Origins that the resource does not list, and its own. */
export function originProbes(scope: ResourceScope, bounds: Bounds): ClassedDrafts {
  const { main, resource, input } = scope
  const { target, method } = main
  const { first, others } = foreignOrigins(scope, target, bounds)
  const asked = first.flatMap((origin) => actualDrafts(method, target, origin))
  const [use] = scope.uses
  const telling = use === undefined ? method : tellingMethod(use)
  const value = ownOriginOf(target, input.bundle.self)
  const own = value === undefined ? [] : [originAt(scope, value, target)]
  return [
    // Behind a login only a request with credentials shows what the application answers.
    ['elsewhere', resource.authentication === 'required' ? both(scope, asked) : asked],
    ['elsewhere', first.slice(0, 1).map((origin) => preflightDraft(telling, target, origin))],
    ['other-elsewhere', others.flatMap((origin) => actualDrafts(method, target, origin))],
    // Without a preflight: browsers send none to their own origin.
    [
      'own',
      both(
        scope,
        own.flatMap((origin) => actualDrafts(method, target, origin)),
      ),
    ],
  ]
}

/** The own origin that the URL is of, or the first one without a tenant. */
function ownOriginOf({ url }: Target, self: readonly string[]): string | undefined {
  const [origin] = /^[a-z]+:\/\/[^/]*/.exec(url) ?? []
  return self.find((entry) => entry === origin) ?? self.find((entry) => !entry.includes('{'))
}

/** Members of one tenant at the part of another one. */
export function tenantProbes(scope: ResourceScope): ClassedDrafts {
  const directories = scope.index.lists.filter(({ isTenant }) => isTenant)
  if (directories.length === 0) return []
  const seen = new Set<string | null>()
  return scope.targets.flatMap((target): ClassedDrafts => {
    const { tenant } = target
    if ((tenant === null && target.isTenantKnown) || seen.has(tenant)) return []
    seen.add(tenant)
    const at = directories.findIndex(({ name }) => name === tenant)
    const others = [...directories.slice(at + 1), ...directories.slice(0, Math.max(at, 0))]
    const foreign = others.flatMap(({ origins }) => origins.slice(0, 1))[0]
    if (foreign === undefined) return []
    const origin = originAt(scope, foreign.value, target)
    const use = scope.uses.find(({ grant }) => grant.tenant) ?? scope.uses[0]
    const method = use?.methods[0] ?? scope.main.method
    return [
      [
        'foreign-tenant',
        [
          ...both(scope, actualDrafts(method, target, origin)),
          preflightDraft(method, target, origin, use === undefined ? [] : namesOf(use.grant)),
        ],
      ],
    ]
  })
}
