/**
 * The part of a bundle that one request can depend on.
 *
 * @module
 */
import type { Bundle, OriginList, Resource } from '@marque/core'

/** Makes bundles with some of the resources and origins of one bundle. */
export class Restriction {
  readonly #bundle: Bundle
  readonly #places: ReadonlyMap<string, number>
  readonly #exact = new WeakMap<OriginList, ReadonlySet<string>>()

  constructor(bundle: Bundle) {
    this.#bundle = bundle
    this.#places = new Map(bundle.resources.map(({ name }, at) => [name, at]))
  }

  /**
   * The bundle with the named resources and the given origins only.
   *
   * It decides a request as the whole bundle does if the names are those of `ResourceFilter` and the origins those of the request.
   *
   * @param names Null for all resources.
   */
  to(names: ReadonlySet<string> | null, origins: readonly string[]): Bundle {
    const bundle = this.#bundle
    const resources = names === null ? bundle.resources : this.#resourcesOf(names)
    const used = new Set(resources.flatMap(({ grants }) => grants.flatMap(({ sets }) => sets)))
    const sets = [...used].filter((name) => Object.hasOwn(bundle.sets, name))
    const listsOf = (wanted: readonly string[], lists: Bundle['sets']): Bundle['sets'] =>
      Object.fromEntries(
        wanted.flatMap((name) => {
          const list = lists[name]
          return list === undefined ? [] : [[name, this.#listOf(list, origins)] as const]
        }),
      )
    return {
      ...bundle,
      resources,
      sets: listsOf(sets, bundle.sets),
      tenants: listsOf(Object.keys(bundle.tenants), bundle.tenants),
      vectors: [],
    }
  }

  /** In the order of the bundle. */
  #resourcesOf(names: ReadonlySet<string>): readonly Resource[] {
    const places = [...names].flatMap((name) => this.#places.get(name) ?? [])
    return places.sort((a, b) => a - b).flatMap((at) => this.#bundle.resources[at] ?? [])
  }

  #listOf(list: OriginList, origins: readonly string[]): OriginList {
    let exact = this.#exact.get(list)
    if (exact === undefined) {
      exact = new Set(list.exact)
      this.#exact.set(list, exact)
    }
    const known = exact
    return { ...list, exact: origins.filter((origin) => known.has(origin)) }
  }
}
