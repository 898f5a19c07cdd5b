/**
 * The rules of a resource as comparable keys: one for the resource as a whole, and one for each grant.
 *
 * Requests to which rules with equal keys apply get equal decisions, so they need not be compared.
 *
 * @module
 */
import { type Bundle, canonicalJson, type Grant, type Resource } from '@marque/core'
import type { BundleSide } from './bundle-pair.ts'

export interface ResourceRules {
  /** Null for requests that no resource matches, and for ambiguous paths. */
  readonly resource: Resource | null
  readonly blocks: boolean
  /** A key of everything that affects all requests of the resource. */
  readonly text: string
  readonly grants: readonly GrantRules[]
  readonly bySet: ReadonlyMap<string, readonly number[]>
  /** Indices of the grants for `@tenant`, for `*`, for `Origin: null` (D14). */
  readonly forTenant: readonly number[]
  readonly forAny: readonly number[]
  readonly forNull: readonly number[]
  readonly hasConditions: boolean
}

export interface GrantRules {
  readonly grant: Grant
  readonly text: string
}

export function rulesOf({ bundle }: BundleSide, resource: Resource): ResourceRules {
  const { grants } = resource
  const bySet = new Map<string, number[]>()
  grants.forEach(({ sets }, at) => {
    for (const set of sets) bySet.set(set, [...(bySet.get(set) ?? []), at])
  })
  const indices = (wanted: (grant: Grant) => boolean): number[] =>
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
    forTenant: indices(({ tenant }) => tenant),
    forAny: indices(({ any }) => any),
    forNull: indices(({ any, nullReach }) => any || nullReach),
    hasConditions: grants.some(({ when }) => when !== null),
  }
}

/** The rules of requests without a resource. */
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

/** A key of everything but the origins of a grant. */
function grantText(grant: Grant, resource: Resource, bundle: Bundle): string {
  const { exception, sets, tenant, ...rest } = grant
  return (
    canonicalJson({
      ...rest,
      // Conditions depend on the sources of facts, tokens on the resource.
      context: grant.when === null ? null : bundle.context,
      resource: grant.token ? resource.name : null,
    }) ?? ''
  )
}
