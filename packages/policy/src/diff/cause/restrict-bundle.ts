/**
 * The part of a bundle that one request can depend on.
 *
 * @module
 */
import { type Bundle, type OriginList, type PathPattern, readPathPattern } from '@marque/core'

/**
 * Which resources a request can be routed to, by name.
 *
 * A superset: it compares paths only, with case folded. A path with escapes, dot segments or empty segments can be routed to any resource.
 */
export class ResourceFilter {
  readonly #patterns: readonly {
    readonly name: string
    readonly pattern: PathPattern | undefined
  }[]
  readonly #known: Map<string, ReadonlySet<string> | null> = new Map()

  constructor(bundles: readonly Bundle[]) {
    this.#patterns = bundles.flatMap(({ resources }) =>
      resources.flatMap(({ name, match }) =>
        match.map(({ path }) => ({ name, pattern: readPathPattern(path) })),
      ),
    )
  }

  /** The names of the resources; null for all of them. */
  namesFor(url: string): ReadonlySet<string> | null {
    const path = pathOf(url)
    let names = this.#known.get(path)
    if (names === undefined) {
      names = this.#find(path)
      this.#known.set(path, names)
    }
    return names
  }

  #find(path: string): ReadonlySet<string> | null {
    if (!/^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)*\/?$/.test(path)) return null
    const segments = path.toLowerCase().split('/').slice(1)
    if (segments.at(-1) === '') segments.pop()
    const found = this.#patterns.filter(
      ({ pattern }) => pattern === undefined || fits(pattern, segments),
    )
    return new Set(found.map(({ name }) => name))
  }
}

/** The path of an absolute url. */
export function pathOf(url: string): string {
  return /^[a-z]+:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? ''
}

function fits({ segments, rest }: PathPattern, path: readonly string[]): boolean {
  if (path.length < segments.length || (path.length > segments.length && !rest)) return false
  return segments.every((one, at) => 'name' in one || one.literal.toLowerCase() === path[at])
}

/**
 * The bundle with the named resources and the given origins only.
 *
 * It decides a request as the whole bundle does if the names are those of {@link ResourceFilter} and the origins those of the request.
 *
 * @param names Null for all resources.
 */
export function restrictBundle(
  bundle: Bundle,
  names: ReadonlySet<string> | null,
  origins: readonly string[],
): Bundle {
  const resources =
    names === null ? bundle.resources : bundle.resources.filter(({ name }) => names.has(name))
  const used = new Set(resources.flatMap(({ grants }) => grants.flatMap(({ sets }) => sets)))
  const listOf = (list: OriginList): OriginList => ({
    ...list,
    exact: origins.filter((origin) => list.exact.includes(origin)),
  })
  const listsOf = (lists: Bundle['sets']): Bundle['sets'] =>
    Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, listOf(list)]))
  const sets = Object.fromEntries(Object.entries(bundle.sets).filter(([name]) => used.has(name)))
  return {
    ...bundle,
    resources,
    sets: listsOf(sets),
    tenants: listsOf(bundle.tenants),
    vectors: [],
  }
}
