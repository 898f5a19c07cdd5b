/**
 * Texts of what the decisions at a place follow from: equal texts of two sides mean equal decisions, whatever resources, sets and tenants are called.
 *
 * @module
 */
import type { Grant, OriginList } from '@marque/core'
import type { PreparedPolicy, Route } from '@marque/core/engine'
import type { Where } from './place.ts'

/** Numbers for texts: equal numbers for equal texts. */
class TextIds {
  readonly #ids = new Map<string, number>()

  idOf(text: string): number {
    const known = this.#ids.get(text)
    if (known !== undefined) return known
    this.#ids.set(text, this.#ids.size)
    return this.#ids.size - 1
  }
}

/** The keys of one comparison. */
export class RulesKeys {
  readonly #ids = new TextIds()
  readonly #lists = new WeakMap<OriginList, number>()
  readonly #byIndex = new WeakMap<PreparedPolicy, readonly number[]>()
  readonly #uses = new WeakMap<PreparedPolicy, TenantUse[]>()
  readonly #resources = new WeakMap<PreparedPolicy, string[]>()

  /** Equal for lists that hold the same origins for the same time. */
  listId(list: OriginList): number {
    let id = this.#lists.get(list)
    if (id === undefined) {
      id = this.#ids.idOf(JSON.stringify([list.exact, list.patterns, list.until]))
      this.#lists.set(list, id)
    }
    return id
  }

  /** {@link listId} of each list, by its index in the origin index of the policy. */
  listIds(policy: PreparedPolicy): readonly number[] {
    let known = this.#byIndex.get(policy)
    if (known === undefined) {
      const { sets, tenants } = policy.bundle
      known = [...Object.values(sets), ...Object.values(tenants)].map((list) => this.listId(list))
      this.#byIndex.set(policy, known)
    }
    return known
  }

  /**
   * What decisions about a resource follow from beside its tenant. Without what no decision depends on, or no outcome: names, sensitivity, Max-Age.
   *
   * @param resource Its index; -1 where none matches.
   */
  resourceKey(policy: PreparedPolicy, resource: number): string {
    let known = this.#resources.get(policy)
    if (known === undefined) {
      known = []
      this.#resources.set(policy, known)
    }
    known[resource + 1] ??= String(this.#ids.idOf(this.#textOf(policy, resource)))
    return known[resource + 1] ?? ''
  }

  #textOf({ bundle, resources }: PreparedPolicy, at: number): string {
    const resource = resources[at]?.resource
    if (resource === undefined) return `none ${bundle.unmatched}`
    const { enforce, isolate, authentication, resourcePolicy, grants } = resource
    const rules = grants.map(({ exception, maxAge, sets, ...rest }) => [
      rest,
      sets.map((name) => {
        const list = bundle.sets[name]
        return list === undefined ? -1 : this.listId(list)
      }),
    ])
    const sources = grants.some(({ when }) => when !== null) ? bundle.context : null
    return JSON.stringify([enforce, isolate, authentication, resourcePolicy, rules, sources])
  }

  /** What decisions at a place follow from. */
  whereKey(policy: PreparedPolicy, where: Where): string {
    if (typeof where === 'string') return `${where} ${this.#hasLogin(policy)}`
    const { resource, tenantUnknown, version } = where
    const tenant = tenantUnknown ? '?' : this.#tenantKey(policy, where)
    return `${this.resourceKey(policy, resource)} ${tenant} ${version ?? ''}`
  }

  /** A path without one resource needs a login where any resource does. */
  #hasLogin({ resources }: PreparedPolicy): boolean {
    return resources.some(({ resource }) => resource.authentication === 'required')
  }

  /** Whether decisions about a place depend on which tenant it has. */
  readsTenant(policy: PreparedPolicy, { resource }: Route): boolean {
    return this.#tenantUseOf(policy, resource) !== 'none'
  }

  #tenantKey(policy: PreparedPolicy, { resource, tenant }: Route): string {
    const use = this.#tenantUseOf(policy, resource)
    if (use === 'none') return ''
    const list = tenant === null ? undefined : policy.bundle.tenants[tenant]
    const directory = list === undefined ? '' : this.listId(list)
    if (use === 'directory') return `${directory}`
    // A token is for a resource and a tenant by name.
    const name = use === 'token' ? policy.resources[resource]?.name : ''
    return `${directory} ${tenant} ${name}`
  }

  #tenantUseOf(policy: PreparedPolicy, resource: number): TenantUse {
    let known = this.#uses.get(policy)
    if (known === undefined) {
      known = []
      this.#uses.set(policy, known)
    }
    known[resource + 1] ??= tenantUse(policy.resources[resource]?.resource.grants ?? [])
    return known[resource + 1] ?? 'none'
  }
}

/** What grants read of the tenant: nothing, its directory, its name, or that and the name of the resource. */
type TenantUse = 'none' | 'directory' | 'name' | 'token'

function tenantUse(grants: readonly Grant[]): TenantUse {
  if (grants.some(({ token }) => token)) return 'token'
  if (grants.some(readsTenant)) return 'name'
  return grants.some(({ tenant }) => tenant) ? 'directory' : 'none'
}

/** Whether decisions by these grants depend on which tenant a request has. */
export function dependsOnTenant(grants: readonly Grant[]): boolean {
  return tenantUse(grants) !== 'none'
}

function readsTenant({ when }: Grant): boolean {
  return when?.claims !== undefined && JSON.stringify(when.claims).includes('"{tenant}"')
}
