/**
 * Which resources, and which grants of a resource, of two bundles are the same thing written differently.
 *
 * @module
 */
import type { Bundle, Grant, Resource } from '@marque/core'
import { groupBy } from '../../group-by.ts'
import { isSame } from './same.ts'

/** A thing before and after; null on the side that lacks it. */
export type Pair<Thing> = readonly [before: Thing | null, after: Thing | null]

/** Pairs resources by name; of the others those with equal content but the name, then those with equal matches. */
export function pairResources(before: Bundle, after: Bundle): readonly Pair<Resource>[] {
  const later = new Map(after.resources.map((resource) => [resource.name, resource]))
  const pairs: Pair<Resource>[] = []
  let removed: Resource[] = []
  for (const resource of before.resources) {
    const same = later.get(resource.name)
    if (same === undefined) removed.push(resource)
    else pairs.push([resource, same])
    later.delete(resource.name)
  }
  const added = new Set(later.values())
  for (const isRenamed of [hasEqualContent, hasEqualMatches]) {
    removed = removed.filter((old) => {
      const now = [...added].find((one) => isRenamed(old, one))
      if (now === undefined) return true
      pairs.push([old, now])
      added.delete(now)
      return false
    })
  }
  for (const resource of removed) pairs.push([resource, null])
  for (const resource of added) pairs.push([null, resource])
  return pairs
}

function hasEqualContent(a: Resource, b: Resource): boolean {
  return isSame({ ...a, name: '' }, { ...b, name: '' })
}

function hasEqualMatches(a: Resource, b: Resource): boolean {
  return isSame(a.match, b.match)
}

/** Indexes of a grant before and after; null on the side that lacks it. */
export type GrantPair = readonly [before: number | null, after: number | null]

/**
 * Pairs the grants of a resource: exceptions by id; others where they are equal, then where they are for the same origins, then in order.
 */
export function pairGrants(
  before: readonly Grant[],
  after: readonly Grant[],
): readonly GrantPair[] {
  const pairs: GrantPair[] = []
  const left = new Set(before.keys())
  const right = new Set(after.keys())
  const sameSenders = groupBy(after.keys(), (at) => sendersKey(after[at]))
  const sameId = groupBy(after.keys(), (at) => after[at]?.exception ?? null)
  const anyGrant = [...after.keys()]
  // A resource may have thousands of grants: each rule looks only at those that it can pair.
  const rules: readonly PairRule[] = [
    {
      among: ({ exception }) => (exception === null ? [] : (sameId.get(exception) ?? [])),
      isPair: () => true,
    },
    { among: (grant) => sameSenders.get(sendersKey(grant)) ?? [], isPair: isSame },
    { among: (grant) => sameSenders.get(sendersKey(grant)) ?? [], isPair: isOrdinary },
    { among: () => anyGrant, isPair: (a, b) => isOrdinary(a, b) && sharesSenders(a, b) },
    {
      among: () => anyGrant,
      isPair: (a, b) => isOrdinary(a, b) && isSame(withoutSenders(a), withoutSenders(b)),
    },
  ]
  for (const { among, isPair } of rules) {
    for (const at of [...left]) {
      const a = before[at]
      if (a === undefined || right.size === 0) continue
      const found = among(a).find((index) => {
        const b = after[index]
        return right.has(index) && b !== undefined && isPair(a, b)
      })
      if (found === undefined) continue
      pairs.push([at, found])
      left.delete(at)
      right.delete(found)
    }
  }
  for (const at of left) pairs.push([at, null])
  for (const at of right) pairs.push([null, at])
  return pairs
}

/** Which grants after an edit can be the same as one before: the first of some indexes that is a pair. */
interface PairRule {
  readonly among: (before: Grant) => readonly number[]
  readonly isPair: (before: Grant, after: Grant) => boolean
}

function isOrdinary(a: Grant, b: Grant): boolean {
  return a.exception === null && b.exception === null
}

function sharesSenders(a: Grant, b: Grant): boolean {
  return (a.tenant && b.tenant) || a.sets.some((set) => b.sets.includes(set))
}

function sendersKey(grant: Grant | undefined): string {
  return JSON.stringify([grant?.any, grant?.sets, grant?.tenant])
}

function withoutSenders(grant: Grant): object {
  return { ...grant, any: false, sets: [], tenant: false }
}
