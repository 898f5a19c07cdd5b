/**
 * Which lists of a bundle hold an origin.
 *
 * @module
 */
import type { Bundle, Resource } from '@marque/core'
import { patternsMatching } from '@marque/policy/requests'
import { type ListedOrigin, listedOrigins, someOf } from './listed-origins.ts'
import type { ProbeOrigin } from './probe.ts'
import { NO_ORIGIN, OPAQUE_ORIGIN } from './probe-draft.ts'

/** A set, or the directory of a tenant. */
export interface NamedList {
  readonly name: string
  readonly isTenant: boolean
}

/** Origins of one list that other resources are asked for. */
export interface ForeignOrigins extends NamedList {
  readonly origins: readonly ListedOrigin[]
}

/** Origins of one list, and directories of tenants, at most. */
const MOST_ORIGINS = 4
const MOST_TENANTS = 24

export class OriginIndex {
  /** By entry. */
  readonly #lists = new Map<string, NamedList[]>()
  readonly #listsOf = new Map<string, readonly NamedList[]>()
  readonly #own: ReadonlySet<string>
  /** Some origins of every list. */
  readonly lists: readonly ForeignOrigins[]

  constructor({ sets, tenants, self }: Bundle, seed: number) {
    this.#own = new Set(self)
    const tenantNames = someOf(Object.keys(tenants).sort(), MOST_TENANTS, seed, '@tenant')
    const lists: ForeignOrigins[] = []
    const add = (named: NamedList, list: Bundle['sets'][string], isAsked: boolean): void => {
      for (const entry of [...list.exact, ...list.patterns]) {
        const known = this.#lists.get(entry)
        if (known === undefined) this.#lists.set(entry, [named])
        else known.push(named)
      }
      if (!isAsked) return
      lists.push({ ...named, origins: listedOrigins(list, MOST_ORIGINS, seed, named.name) })
    }
    for (const [name, list] of byName(sets)) add({ name, isTenant: false }, list, true)
    for (const [name, list] of byName(tenants)) {
      add({ name, isTenant: true }, list, tenantNames.includes(name))
    }
    this.lists = lists
  }

  /** Every list with the origin or a pattern that matches it. */
  listsOf(origin: string): readonly NamedList[] {
    const known = this.#listsOf.get(origin)
    if (known !== undefined) return known
    const lists = [origin, ...patternsMatching(origin)].flatMap(
      (entry) => this.#lists.get(entry) ?? [],
    )
    this.#listsOf.set(origin, lists)
    return lists
  }

  /**
   * The origin with its role at the resource.
   *
   * @param tenant The tenant whose part of the API is asked; null for none.
   */
  describe(value: string | null, resource: Resource | null, tenant: string | null): ProbeOrigin {
    if (value === null) return NO_ORIGIN
    if (value === 'null') return OPAQUE_ORIGIN
    if (this.#own.has(value)) return { value, role: 'own', nearMiss: null }
    const lists = this.listsOf(value)
    const isGranted = resource?.grants.some((grant) =>
      lists.some(({ name, isTenant }) =>
        isTenant ? grant.tenant && name === tenant : grant.sets.includes(name),
      ),
    )
    if (isGranted === true) return { value, role: 'granted', nearMiss: null }
    return { value, role: lists.length > 0 ? 'listed-elsewhere' : 'unlisted', nearMiss: null }
  }
}

function byName(lists: Bundle['sets']): readonly (readonly [string, Bundle['sets'][string]])[] {
  return Object.entries(lists).sort(([a], [b]) => (a < b ? -1 : 1))
}
