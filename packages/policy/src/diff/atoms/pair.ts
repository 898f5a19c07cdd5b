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
  readonly grants: Sides<GrantIndex>
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
  const grants = bothSides((side) => indexGrants(policies[side], resources[side], tenants[side]))
  const lists = bothSides((side) => new Set(grants[side].byList.keys()))
  return { ...parts, resources, tenants, grants, lists }
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

/** The grants of one side: those that may concern any origin, and those that name a list. */
interface GrantIndex {
  readonly general: readonly NumberedGrant[]
  readonly byList: ReadonlyMap<number, readonly NumberedGrant[]>
}

function indexGrants(
  policy: PreparedPolicy,
  resource: PreparedResource | null,
  tenant: string | null,
): GrantIndex {
  const general: NumberedGrant[] = []
  const byList = new Map<number, NumberedGrant[]>()
  resource?.grants.forEach((prepared, at) => {
    const one = { at, prepared }
    if (prepared.grant.any || prepared.grant.nullReach) general.push(one)
    for (const list of listsOf(policy, prepared, tenant)) {
      const known = byList.get(list)
      if (known === undefined) byList.set(list, [one])
      else known.push(one)
    }
  })
  return { general, byList }
}

/** The grants that concern an origin, whatever the time and the method, in their order. */
export function grantsFor(
  { grants }: ResourcePair,
  side: Side,
  { lists = [] }: { readonly lists: Membership | undefined },
): readonly NumberedGrant[] {
  const { general, byList } = grants[side]
  const found = new Map(general.map((one) => [one.at, one]))
  for (const list of lists) for (const one of byList.get(list) ?? []) found.set(one.at, one)
  return [...found.values()].sort((a, b) => a.at - b.at)
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
