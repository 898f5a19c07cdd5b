/**
 * What the rules on grants need to know of a list of origins, found once for each list: many grants name one list, and a list may hold a million.
 *
 * @module
 */
import { isLoopbackHost, readOrigin, readPattern } from '../origin/index.ts'
import type { Bundle, OriginList } from './bundle.ts'

interface ListFacts {
  /** Whether it holds patterns. */
  readonly patterns: boolean
  /** An `http:` entry that is not of this machine, or null. */
  readonly insecure: string | null
}

export interface SetFacts {
  /** Facts of a set that the bundle has. */
  readonly ofSet: (name: string) => ListFacts
  /** Facts of all directories of tenants together. */
  readonly ofTenants: () => ListFacts
}

const NONE: ListFacts = { patterns: false, insecure: null }

export function setFacts(bundle: Bundle): SetFacts {
  const sets = new Map<string, ListFacts>()
  let tenants: ListFacts | undefined
  return {
    ofSet(name) {
      let facts = sets.get(name)
      if (facts === undefined) {
        const listed = bundle.sets[name]
        facts = listed === undefined ? NONE : factsOf(listed)
        sets.set(name, facts)
      }
      return facts
    },
    ofTenants() {
      tenants ??= Object.values(bundle.tenants).map(factsOf).reduce(both, NONE)
      return tenants
    },
  }
}

function factsOf(listed: OriginList): ListFacts {
  const insecure =
    listed.exact.find((origin) => isInsecure(origin, readOrigin)) ??
    listed.patterns.find((pattern) => isInsecure(pattern, readPattern))
  return { patterns: listed.patterns.length > 0, insecure: insecure ?? null }
}

function isInsecure(
  text: string,
  read: (text: string) => { readonly host: string } | undefined,
): boolean {
  return text.startsWith('http:') && !isLoopbackHost(read(text)?.host ?? '')
}

function both(a: ListFacts, b: ListFacts): ListFacts {
  return { patterns: a.patterns || b.patterns, insecure: a.insecure ?? b.insecure }
}
