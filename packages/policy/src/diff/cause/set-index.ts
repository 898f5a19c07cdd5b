/**
 * Which origin sets hold an origin.
 *
 * @module
 */
import { type Bundle, type OriginPattern, readPattern } from '@marque/core'
import { covers, readEntry } from '../pattern-covers.ts'

/** The sets of two bundles by what they hold. */
export class SetIndex {
  readonly #exact: ReadonlyMap<string, ReadonlySet<string>>
  readonly #patterns: ReadonlyMap<string, readonly OriginPattern[]>
  readonly #known: Map<string, ReadonlySet<string>> = new Map()

  constructor(bundles: readonly Bundle[]) {
    this.#exact = exactIn(bundles)
    this.#patterns = patternsIn(bundles)
  }

  /** Names of the sets that hold one of the origins, in either bundle, by itself or by a pattern. */
  holding(origins: readonly string[]): ReadonlySet<string> {
    const [only = ''] = origins
    if (origins.length === 1) return this.#setsOf(only)
    return new Set(origins.flatMap((origin) => [...this.#setsOf(origin)]))
  }

  #setsOf(origin: string): ReadonlySet<string> {
    let known = this.#known.get(origin)
    if (known === undefined) {
      known = this.#find(origin)
      this.#known.set(origin, known)
    }
    return known
  }

  #find(origin: string): ReadonlySet<string> {
    const found = new Set(this.#exact.get(origin))
    const entry = readEntry(origin)
    if (entry === undefined) return found
    for (const [name, patterns] of this.#patterns) {
      if (patterns.some((pattern) => covers(pattern, entry))) found.add(name)
    }
    return found
  }
}

/** The sets that hold an origin itself. */
function exactIn(bundles: readonly Bundle[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const { sets } of bundles) {
    for (const [name, { exact }] of Object.entries(sets)) {
      for (const origin of exact) {
        const names = found.get(origin)
        if (names === undefined) found.set(origin, new Set([name]))
        else names.add(name)
      }
    }
  }
  return found
}

/** The patterns of the sets that have some. */
function patternsIn(bundles: readonly Bundle[]): ReadonlyMap<string, readonly OriginPattern[]> {
  const found = new Map<string, readonly OriginPattern[]>()
  for (const { sets } of bundles) {
    for (const [name, { patterns }] of Object.entries(sets)) {
      const read = patterns.flatMap((text) => readPattern(text) ?? [])
      if (read.length > 0) found.set(name, [...(found.get(name) ?? []), ...read])
    }
  }
  return found
}
