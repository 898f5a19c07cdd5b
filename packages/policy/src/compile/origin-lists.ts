/**
 * The lists of origins of a bundle.
 *
 * @module
 */
import { hostEndOf, hostEnds, type Origin, type OriginList, type OriginPattern } from '@marque/core'
import type { ModelOrigin, ModelSet } from '../read/index.ts'
import { compareText, sortedUnique } from './sorted.ts'

/**
 * Compiles one list. All its entries end together, so a covered entry never adds anything.
 *
 * Linear in the number of entries if they are sorted, otherwise `n log n`.
 *
 * @param until Epoch milliseconds, or null where the list has no end.
 *
 * @example
 * `https://a.b.example.com` and `https://*.b.example.com` beside `https://*.example.com`: only the last one stays.
 */
export function originListOf(allow: readonly ModelOrigin[], until: number | null): OriginList {
  const coverage = coverageOf(allow)
  const exact: string[] = []
  const patterns: string[] = []
  for (const { text, exact: origin, pattern } of allow) {
    if (origin !== null) {
      if (!coverage.coversOrigin(origin)) exact.push(text)
    } else if (pattern !== null && !coverage.coversPattern(pattern)) patterns.push(text)
  }
  return { exact: sortedUnique(exact), patterns: sortedUnique(patterns), until }
}

/** The sets that grants name. One table for one compilation. */
export interface SetTable {
  /** The names among `names` that this environment has; sorted. */
  known(names: readonly string[]): readonly string[]
  /** Sets of one entry each, named by it, for origins that stand in a grant or an exception; sorted. */
  inline(origins: readonly ModelOrigin[]): readonly string[]
  /** The lists of all names given out so far, by name. */
  used(): { readonly [name: string]: OriginList }
}

/** A table of the sets that `environment` knows. Names of sets have no `:`, so they never meet the names of inline entries. */
export function setTable(sets: readonly ModelSet[], environment: string): SetTable {
  const here = new Map<string, ModelSet>()
  for (const set of sets) if (isIn(set, environment)) here.set(set.name, set)
  const used = new Map<string, OriginList>()
  return {
    known: (names) => {
      const known = sortedUnique(names).filter((name) => here.has(name))
      for (const name of known) {
        const set = here.get(name)
        if (set !== undefined && !used.has(name)) used.set(name, originListOf(set.allow, set.until))
      }
      return known
    },
    inline: (origins) => {
      for (const origin of origins) {
        if (!used.has(origin.text)) used.set(origin.text, originListOf([origin], null))
      }
      return sortedUnique(origins.map(({ text }) => text))
    },
    used: () => Object.fromEntries([...used].sort(([a], [b]) => compareText(a, b))),
  }
}

function isIn(set: ModelSet, environment: string): boolean {
  return set.environments === null || set.environments.includes(environment)
}

type Port = OriginPattern['port']

interface SchemePatterns {
  /** `scheme://host:*`, by host. */
  readonly hosts: Map<string, Set<Port>>
  /** By what follows `*` in the host. */
  readonly ends: Map<string, Set<Port>>
  /** Lengths of the keys of {@link ends}: an end of another length need not be looked up. */
  readonly endLengths: Set<number>
}

/** What a list's patterns cover. */
export interface Coverage {
  /** Whether a pattern matches the origin (D3). */
  coversOrigin(origin: Origin): boolean
  /** Whether another pattern of the list matches every origin that this one matches. */
  coversPattern(pattern: OriginPattern): boolean
}

const NOTHING: Coverage = { coversOrigin: () => false, coversPattern: () => false }

/** Indexes the patterns among `allow`. */
export function coverageOf(allow: readonly ModelOrigin[]): Coverage {
  const schemes = new Map<string, SchemePatterns>()
  for (const { pattern } of allow) if (pattern !== null) add(schemes, pattern)
  if (schemes.size === 0) return NOTHING
  return {
    coversOrigin: ({ scheme, host, port }) => {
      const patterns = schemes.get(scheme)
      if (patterns === undefined) return false
      return holds(patterns.hosts.get(host), port) || coveredByEnd(patterns, host, port)
    },
    coversPattern: (pattern) => {
      const { scheme, host, port } = pattern
      const patterns = schemes.get(scheme)
      if (patterns === undefined) return false
      const own = hostEndOf(pattern)
      return coveredByEnd(patterns, own ?? host, port, own)
    },
  }
}

function add(schemes: Map<string, SchemePatterns>, pattern: OriginPattern): void {
  let patterns = schemes.get(pattern.scheme)
  if (patterns === undefined) {
    patterns = { hosts: new Map(), ends: new Map(), endLengths: new Set() }
    schemes.set(pattern.scheme, patterns)
  }
  const end = hostEndOf(pattern)
  const byHost = end === null ? patterns.hosts : patterns.ends
  const key = end ?? pattern.host
  const ports = byHost.get(key)
  if (ports === undefined) byHost.set(key, new Set([pattern.port]))
  else ports.add(pattern.port)
  if (end !== null) patterns.endLengths.add(end.length)
}

/**
 * Whether a pattern with `*` in its host covers `host`, or what follows `*` in one.
 *
 * @param own What follows `*` in the pattern that is asked about: with the same end only any port covers more than the pattern itself.
 */
function coveredByEnd(
  { ends, endLengths }: SchemePatterns,
  host: string,
  port: Port,
  own: string | null = null,
): boolean {
  if (endLengths.size === 0) return false
  for (const end of hostEnds(host)) {
    if (!endLengths.has(end.length)) continue
    const ports = ends.get(end)
    if (end === own ? port !== 'any' && ports?.has('any') : holds(ports, port)) return true
  }
  return false
}

function holds(ports: ReadonlySet<Port> | undefined, port: Port): boolean {
  return ports !== undefined && (ports.has('any') || ports.has(port))
}
