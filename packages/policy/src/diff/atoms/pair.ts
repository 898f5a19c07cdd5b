/**
 * The two resources that a request leads to, and which of their grants concern its origin and method.
 *
 * @module
 */
import { coversMethod } from '@marque/core'
import type {
  JudgeInput,
  Membership,
  PreparedGrant,
  PreparedPolicy,
  PreparedResource,
} from '@marque/core/engine'
import type { RequestShape, RulesKeys, Senders, Where } from '../places/index.ts'
import { bothSides, type PolicySides, type Side, type Sides } from '../sides.ts'

/** What dimensions are projected on. */
export interface ResourcePair {
  readonly policies: PolicySides
  readonly keys: RulesKeys
  readonly wheres: Sides<Where>
  readonly resources: Sides<PreparedResource | null>
  readonly tenants: Sides<string | null>
  /** The lists that the grants use. */
  readonly lists: Sides<ReadonlySet<number>>
  readonly senders: Senders
  readonly shape: RequestShape
  /** The methods, for a preflight the requested ones. */
  readonly methods: readonly string[]
  readonly otherMethod: string
}

export function resourcePair(
  parts: Pick<
    ResourcePair,
    'policies' | 'keys' | 'wheres' | 'senders' | 'shape' | 'methods' | 'otherMethod'
  >,
): ResourcePair {
  const { policies, wheres } = parts
  const resources = bothSides((side) => resourceOf(policies[side], wheres[side]))
  const tenants = bothSides((side) => {
    const where = wheres[side]
    return typeof where === 'string' ? null : where.tenant
  })
  return {
    ...parts,
    resources,
    tenants,
    lists: bothSides(
      (side) =>
        new Set(
          resources[side]?.grants.flatMap((grant) => listsOf(policies[side], grant, tenants[side])),
        ),
    ),
  }
}

function resourceOf({ resources }: PreparedPolicy, where: Where): PreparedResource | null {
  return typeof where === 'string' ? null : (resources[where.resource] ?? null)
}

/** The lists that a grant uses. */
export function listsOf(
  { origins }: PreparedPolicy,
  { grant, sets }: PreparedGrant,
  tenant: string | null,
): readonly number[] {
  const directory = grant.tenant && tenant !== null ? origins.tenants.get(tenant) : undefined
  return directory === undefined ? sets : [...sets, directory]
}

/** A grant with its index in `resource.grants`. */
export interface NumberedGrant {
  readonly at: number
  readonly prepared: PreparedGrant
}

/** The grants that concern an origin, whatever the time and the method. */
export function grantsFor(
  { policies, resources, tenants }: ResourcePair,
  side: Side,
  { lists }: { readonly lists: Membership | undefined },
): readonly NumberedGrant[] {
  const grants = resources[side]?.grants ?? []
  return grants.flatMap((prepared, at) => {
    const { grant } = prepared
    const isFor =
      grant.any ||
      grant.nullReach ||
      listsOf(policies[side], prepared, tenants[side]).some((list) => lists?.includes(list))
    return isFor ? [{ at, prepared }] : []
  })
}

/** The grants that concern an origin and a method. */
export function grantsForBoth(
  pair: ResourcePair,
  side: Side,
  { origin, method }: Pick<JudgeInput, 'origin' | 'method'>,
): readonly NumberedGrant[] {
  return grantsFor(pair, side, origin).filter(({ prepared }) =>
    coversMethod(prepared.grant.methods, method),
  )
}
