/**
 * Who gains by a wider change: what the approvals of a proposal are computed from.
 *
 * @module
 */
import { type Bundle, isLoopbackHost, readOrigin, readPattern } from '@marque/core'
import type { Change, Gain } from '../change.ts'
import { entriesOf, isBelow, listsOf } from './origin-lists.ts'

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
  const gains = new Map<string, Gain>()
  const add = (gain: Gain): void => {
    const key = JSON.stringify([gain.set, gain.tenant, gain.pattern])
    const known = gains.get(key)
    gains.set(key, { ...gain, insecure: gain.insecure || known?.insecure === true })
  }
  const lists = listsOf(after, facts.resource, facts.tenant === null ? null : [facts.tenant])
  for (const origin of facts.origins) {
    const holding = lists.flatMap(({ set, tenant, list }) => {
      const isExact = !origin.includes('*') && entriesOf(list).has(origin)
      const isPattern = list.patterns.some((entry) => entry === origin || isBelow(origin, entry))
      return isExact || isPattern ? [{ set, tenant, pattern: !isExact }] : []
    })
    const credentials = facts.credentials || facts.aspect === 'credentials'
    const how = { credentials, insecure: isInsecure(origin) }
    for (const one of holding) add({ ...one, ...how })
    if (holding.length > 0) continue
    // Reaching the application is no more than any server can do; reading by any origin is as wide as a pattern can be.
    const isWide = origin === '*' && facts.aspect !== 'reach'
    add({ set: null, tenant: null, pattern: isWide || origin.includes('://*.'), ...how })
  }
  return [...gains].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, gain]) => gain)
}

function isInsecure(origin: string): boolean {
  const read = readOrigin(origin) ?? readPattern(origin)
  return read !== undefined && read.scheme === 'http' && !isLoopbackHost(read.host)
}
