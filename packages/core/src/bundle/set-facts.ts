/**
 * What the rules need to know about a list of origins, computed once for each: many grants may name one list, and a list may have a million origins.
 *
 * @module
 */
import { isLoopbackHost, readOrigin, readPattern } from '../origin/index.ts'
import type { Bundle, OriginList } from './bundle.ts'

interface ListFacts {
  /** Whether the list has patterns. */
  readonly patterns: boolean
  /** An `http:` entry that is not loopback; null where there is none. */
  readonly insecure: string | null
}

/** Facts about the lists of a bundle. */
export interface SetFacts {
  /** Of a set of the bundle. */
  readonly ofSet: (name: string) => ListFacts
  /** Of all tenants' directories together. */
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
