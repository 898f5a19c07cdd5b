/**
 * Which resources a request can be routed to.
 *
 * @module
 */
import { type Bundle, type PathPattern, readPathPattern } from '@marque/core'
import { groupBy } from '../../group-by.ts'

interface NamedPattern {
  readonly name: string
  /** Undefined for a path that is no pattern: it is taken to fit every request. */
  readonly pattern: PathPattern | undefined
}

/** Stands for a segment that is no literal: no literal has braces. */
const ANY = '{}'

/** The literal of a segment, with case folded; {@link ANY} for a name and where the pattern has no such segment. */
function textAt(pattern: PathPattern | undefined, at: number): string {
  const segment = pattern?.segments[at]
  return segment !== undefined && 'literal' in segment ? segment.literal.toLowerCase() : ANY
}

/**
 * Which resources a request can be routed to, by name.
 *
 * A superset: it compares paths only, with case folded. A path with escapes, dot segments or empty segments can be routed to any resource.
 */
export class ResourceFilter {
  readonly #patterns: ReadonlyMap<string, readonly NamedPattern[]>
  readonly #known: Map<string, ReadonlySet<string> | null> = new Map()

  constructor(bundles: readonly Bundle[]) {
    const all = bundles.flatMap(({ resources }) =>
      resources.flatMap(({ name, match }) =>
        match.map(({ path }): NamedPattern => ({ name, pattern: readPathPattern(path) })),
      ),
    )
    this.#patterns = groupBy(all, ({ pattern }) => `${textAt(pattern, 0)}/${textAt(pattern, 1)}`)
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
    const names = new Set<string>()
    for (const first of [segments[0], ANY]) {
      for (const second of [segments[1], ANY]) {
        for (const { name, pattern } of this.#patterns.get(`${first}/${second}`) ?? []) {
          if (pattern === undefined || fits(pattern, segments)) names.add(name)
        }
      }
    }
    return names
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
