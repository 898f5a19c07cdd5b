/**
 * Who gains by a wider change: what the approvals of a proposal are computed from.
 *
 * @module
 */
import { type Bundle, isLoopbackHost, readOrigin, readPattern } from '@marque/core'
import type { Change, Gain } from '../change.ts'
import { listsOf, type NamedList, type ResourceLists } from './origin-lists.ts'

type GainFacts = Pick<
  Change,
  'aspect' | 'direction' | 'resource' | 'origins' | 'tenant' | 'credentials'
>

/**
 * One entry for each set and tenant that holds a gaining origin and that a grant of the resource names.
 *
 * Origins that no list holds have an entry without set and tenant: own origins, requests without Origin, any origin.
 */
export function gainsOf(facts: GainFacts, after: Bundle): readonly Gain[] {
  if (facts.direction === 'tighter') return []
  const lists = listsOf(after, facts.resource, facts.tenant === null ? null : [facts.tenant])
  const credentials = facts.credentials || facts.aspect === 'credentials'
  const isReach = facts.aspect === 'reach'
  const byOrigins = KNOWN.get(lists) ?? new WeakMap<readonly string[], Map<string, Gains>>()
  KNOWN.set(lists, byOrigins)
  const known = byOrigins.get(facts.origins) ?? new Map<string, Gains>()
  byOrigins.set(facts.origins, known)
  const key = `${credentials} ${isReach}`
  const found = known.get(key) ?? findGains(facts.origins, lists, credentials, isReach)
  known.set(key, found)
  return found
}

type Gains = readonly Gain[]

/** By the lists and the origins: many changes share both. */
const KNOWN = new WeakMap<ResourceLists, WeakMap<readonly string[], Map<string, Gains>>>()

function findGains(
  origins: readonly string[],
  lists: ResourceLists,
  credentials: boolean,
  isReach: boolean,
): Gains {
  const gains = new Map<string, Gain>()
  const add = (gain: Gain): void => {
    const key = JSON.stringify([gain.set, gain.tenant, gain.pattern])
    const known = gains.get(key)
    gains.set(key, { ...gain, insecure: gain.insecure || known?.insecure === true })
  }
  // Many origins are in few lists, so that most are told already.
  const told = { true: new Set<NamedList>(), false: new Set<NamedList>() }
  for (const origin of origins) {
    const how = { credentials, insecure: isInsecure(origin) }
    const exact = origin.includes('*') ? [] : lists.holding(origin)
    const toldOnes = told[`${how.insecure}`]
    for (const one of exact) {
      if (toldOnes.has(one)) continue
      toldOnes.add(one)
      add({ set: one.set, tenant: one.tenant, pattern: false, ...how })
    }
    const others = lists.covering(origin).filter((one) => !exact.includes(one))
    for (const { set, tenant } of others) add({ set, tenant, pattern: true, ...how })
    if (exact.length + others.length > 0) continue
    // Reaching the application is no more than any server can do; reading by any origin is as wide as a pattern can be.
    const isWide = origin === '*' && !isReach
    add({ set: null, tenant: null, pattern: isWide || origin.includes('://*.'), ...how })
  }
  return [...gains].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, gain]) => gain)
}

function isInsecure(origin: string): boolean {
  if (!origin.startsWith('http:')) return false
  const read = readOrigin(origin) ?? readPattern(origin)
  return read !== undefined && read.scheme === 'http' && !isLoopbackHost(read.host)
}
