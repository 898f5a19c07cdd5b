/**
 * The part of a bundle that one request can depend on.
 *
 * @module
 */
import type { Bundle, OriginList, Resource } from '@marque/core'

/** Makes bundles with some of the resources and origins of one bundle. */
export class Restriction {
  readonly #bundle: Bundle
  readonly #positions: ReadonlyMap<string, number>
  readonly #expected: ReadonlySet<string>
  readonly #listed: ReadonlySet<string>
  /** Lists with the expected origins only. */
  readonly #lists = new WeakMap<OriginList, OriginList>()

  /** @param expected Origins that are kept in every bundle. */
  constructor(bundle: Bundle, expected: Iterable<string>) {
    this.#bundle = bundle
    this.#positions = new Map(bundle.resources.map(({ name }, at) => [name, at]))
    this.#expected = new Set(expected)
    const lists = [...Object.values(bundle.sets), ...Object.values(bundle.tenants)]
    this.#listed = new Set(lists.flatMap(({ exact }) => exact))
  }

  /** Whether every bundle holds these origins as the whole one does: they are expected, or no list holds them by themselves. */
  expects(origins: readonly string[]): boolean {
    return origins.every((origin) => this.#expected.has(origin) || !this.#listed.has(origin))
  }

  /**
   * The bundle with the named resources, and with the expected and the given origins only.
   *
   * It decides a request as the whole bundle does if the names are those of `ResourceFilter` and the origins of the request are expected or given.
   *
   * @param names Null for all resources.
   */
  to(names: ReadonlySet<string> | null, origins: readonly string[]): Bundle {
    const bundle = this.#bundle
    const resources = names === null ? bundle.resources : this.#resourcesOf(names)
    const used = new Set(resources.flatMap(({ grants }) => grants.flatMap(({ sets }) => sets)))
    const sets = [...used].filter((name) => Object.hasOwn(bundle.sets, name))
    const more = origins.filter((origin) => !this.#expected.has(origin))
    const listsOf = (wanted: readonly string[], lists: Bundle['sets']): Bundle['sets'] =>
      Object.fromEntries(
        wanted.flatMap((name) => {
          const list = lists[name]
          return list === undefined ? [] : [[name, this.#listOf(list, more)] as const]
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
    const positions = [...names].flatMap((name) => this.#positions.get(name) ?? [])
    return positions.sort((a, b) => a - b).flatMap((at) => this.#bundle.resources[at] ?? [])
  }

  #listOf(list: OriginList, more: readonly string[]): OriginList {
    let known = this.#lists.get(list)
    if (known === undefined) {
      known = { ...list, exact: list.exact.filter((origin) => this.#expected.has(origin)) }
      this.#lists.set(list, known)
    }
    const added = more.filter((origin) => list.exact.includes(origin))
    return added.length === 0 ? known : { ...known, exact: [...known.exact, ...added] }
  }
}
