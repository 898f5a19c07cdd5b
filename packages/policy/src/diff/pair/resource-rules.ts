/**
 * What the answers of a resource follow from, as texts that can be compared: the resource as a whole, and each of its grants.
 *
 * Two requests that meet the same texts are answered alike. The texts decide nothing: they say what need not be asked.
 *
 * @module
 */
import { type Bundle, canonicalJson, type Grant, type Resource } from '@marque/core'
import type { Side } from './bundle-pair.ts'

export interface ResourceRules {
  /** Null for requests that no resource matches, and for ambiguous ones. */
  readonly resource: Resource | null
  readonly blocks: boolean
  /** What holds for every request of the resource. */
  readonly text: string
  readonly grants: readonly GrantRules[]
  readonly bySet: ReadonlyMap<string, readonly number[]>
  /** Places of the grants for `@tenant`, for `*`, for `Origin: null` (D14). */
  readonly forTenant: readonly number[]
  readonly forAny: readonly number[]
  readonly forNull: readonly number[]
  readonly hasConditions: boolean
}

export interface GrantRules {
  readonly grant: Grant
  readonly text: string
}

export function rulesOf({ bundle }: Side, resource: Resource): ResourceRules {
  const { grants } = resource
  const bySet = new Map<string, number[]>()
  grants.forEach(({ sets }, at) => {
    for (const set of sets) bySet.set(set, [...(bySet.get(set) ?? []), at])
  })
  const places = (wanted: (grant: Grant) => boolean): number[] =>
    grants.flatMap((grant, at) => (wanted(grant) ? [at] : []))
  const open = grants.length > 0 && grants.every(isOpen)
  const blocks = resource.enforce === 'block' || resource.isolate
  const text = JSON.stringify([
    blocks,
    open,
    resource.isolate,
    resource.resourcePolicy,
    resource.authentication,
    resource.sensitivity,
    bundle.staleAfter[resource.sensitivity],
  ])
  return {
    resource,
    blocks,
    text,
    grants: grants.map((grant) => ({ grant, text: grantText(grant, resource, bundle) })),
    bySet,
    forTenant: places(({ tenant }) => tenant),
    forAny: places(({ any }) => any),
    forNull: places(({ any, nullReach }) => any || nullReach),
    hasConditions: grants.some(({ when }) => when !== null),
  }
}

/** Rules of requests without a resource. */
export function rulesWithout(blocks: boolean, text: string): ResourceRules {
  return {
    resource: null,
    blocks,
    text,
    grants: [],
    bySet: new Map(),
    forTenant: [],
    forAny: [],
    forNull: [],
    hasConditions: false,
  }
}

/** D10. */
function isOpen(grant: Grant): boolean {
  return grant.any && grant.from === null && grant.until === null && grant.when === null
}

/** Everything but whom the grant is for. */
function grantText(grant: Grant, resource: Resource, bundle: Bundle): string {
  const { exception, sets, tenant, ...rest } = grant
  return (
    canonicalJson({
      ...rest,
      // Facts of a condition come from somewhere, a token is for one resource.
      context: grant.when === null ? null : bundle.context,
      resource: grant.token ? resource.name : null,
    }) ?? ''
  )
}
