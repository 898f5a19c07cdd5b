/**
 * Which resource and which grant decides: ties (D7), and what never decides because something else always does.
 *
 * @module
 */
import type { PathPattern } from '@marque/core'
import type { RawFinding } from '../findings/index.ts'
import type { Model, ModelGrant, ModelMatch, ModelOrigin, ModelResource } from '../read/index.ts'
import { unknownAtPreflight } from './conditions.ts'
import { isInEnvironment, type Judgement, keyPath } from './judgement.ts'
import { type Directory, type OriginReach, reachOf, type Source } from './reached-origins.ts'
import {
  givesMore,
  MAX_GRANTS,
  namesOf,
  overlapInTime,
  sharedMethod,
  shareVersion,
} from './widening.ts'

interface Entry {
  readonly resource: ModelResource
  readonly match: ModelMatch
  readonly shape: string
}

/** Judges all matches of all resources together. Linear in their number and in the number of their methods. */
export function* judgeTies(judgement: Judgement): Iterable<RawFinding> {
  const ranked = new Map<string, Entry>()
  const folded = new Map<string, Entry[]>()
  for (const resource of judgement.model.resources) {
    for (const match of resource.match) {
      const entry = { resource, match, shape: shapeOf(match.pattern) }
      const tied = findTied(ranked, entry)
      if (tied !== undefined) yield tie(tied, entry)
      else yield* judgeCase(folded, entry)
    }
  }
}

/** The shape as text: no literal contains `/`, `{` or `*`. */
function shapeOf(pattern: PathPattern): string {
  const parts = pattern.segments.map((segment) => ('literal' in segment ? segment.literal : '{}'))
  if (pattern.rest) parts.push('**')
  return `/${parts.join('/')}`
}

/** Finds an earlier match of the same rank for one of the methods, and notes this one for those that follow. */
function findTied(ranked: Map<string, Entry>, entry: Entry): Entry | undefined {
  let tied: Entry | undefined
  for (const method of methodsOf(entry.match)) {
    const key = `${entry.match.host ?? ''} ${entry.shape} ${method}`
    const before = ranked.get(key)
    if (before === undefined) ranked.set(key, entry)
    else if (before !== entry) tied ??= before
  }
  return tied
}

/** GET in a match covers HEAD (D7). A match without methods ranks after those with, so it is a class of its own. */
function* methodsOf(match: ModelMatch): Iterable<string> {
  if (match.methods === null) {
    yield ''
    return
  }
  yield* match.methods
  if (match.methods.includes('GET')) yield 'HEAD'
}

function tie(before: Entry, entry: Entry): RawFinding {
  const same = before.resource === entry.resource
  return {
    code: 'MQ-224',
    path: entry.match.path,
    message: same
      ? `\`${entry.match.pattern.text}\` matches the same requests as another match of \`${entry.resource.name}\`, \`${before.match.pattern.text}\``
      : `\`${entry.match.pattern.text}\` of \`${entry.resource.name}\` matches the same requests as \`${before.match.pattern.text}\` of \`${before.resource.name}\``,
    value: entry.match.pattern.text,
  }
}

/** Bounds the comparison of one shape with its other spellings; beyond it each is reported against the first ones. */
const MAX_SPELLINGS = 16

function* judgeCase(folded: Map<string, Entry[]>, entry: Entry): Iterable<RawFinding> {
  const key = `${entry.match.host ?? ''} ${entry.shape.toLowerCase()}`
  const others = folded.get(key) ?? []
  if (others.length < MAX_SPELLINGS) folded.set(key, [...others, entry])
  const other = others.find(
    (before) =>
      before.resource !== entry.resource &&
      before.shape !== entry.shape &&
      shareMethod(before.match.methods, entry.match.methods),
  )
  if (other === undefined) return
  yield {
    code: 'MQ-322',
    path: `${entry.match.path}/path`,
    message: `\`${entry.match.pattern.text}\` differs from \`${other.match.pattern.text}\` of \`${other.resource.name}\` only in case`,
    value: entry.match.pattern.text,
  }
}

function shareMethod(a: readonly string[] | null, b: readonly string[] | null): boolean {
  if (a === null || b === null) return true
  const covered = new Set(a)
  if (covered.has('GET')) covered.add('HEAD')
  return b.some((method) => covered.has(method) || (method === 'GET' && covered.has('HEAD')))
}

/** Look-ups of single origins against earlier grants; beyond it the check stops, since these are warnings only. */
const MAX_LOOKUPS = 5_000_000

/** Judges every grant against the earlier grants of its resource. */
export function* judgeUnreachable(judgement: Judgement): Iterable<RawFinding> {
  const reach = reachOf(judgement)
  const budget = { left: MAX_LOOKUPS }
  for (const resource of judgement.model.resources) {
    const taken = methodsTaken(resource)
    for (const [index, grant] of resource.grants.entries()) {
      yield* judgeMethods(resource, grant, taken)
      if (isEmptyHere(judgement, grant)) {
        yield {
          code: 'MQ-304',
          path: grant.path,
          message: `no effect in \`${judgement.environment}\`: none of its sets exists there`,
        }
        continue
      }
      budget.left -= index
      if (resource.grants.length <= MAX_GRANTS && budget.left > 0) {
        const earlier = resource.grants.slice(0, index)
        yield* judgeAgainst(judgement.model, earlier, grant, reach, budget)
      }
    }
  }
}

/** Null: all methods. */
function methodsTaken(resource: ModelResource): ReadonlySet<string> | null {
  if (resource.match.length === 0) return null
  const taken = new Set<string>()
  for (const { methods } of resource.match) {
    if (methods === null) return null
    for (const method of methods) taken.add(method)
  }
  if (taken.has('GET')) taken.add('HEAD')
  return taken
}

function* judgeMethods(
  resource: ModelResource,
  grant: ModelGrant,
  taken: ReadonlySet<string> | null,
): Iterable<RawFinding> {
  if (taken === null) return
  const missed = grant.methods.filter(
    (method) => !taken.has(method) && !(method === 'GET' && taken.has('HEAD')),
  )
  if (missed.length === 0) return
  yield {
    code: 'MQ-302',
    path: keyPath(grant, 'methods'),
    message: `no match of \`${resource.name}\` has the method ${missed.map((method) => `\`${method}\``).join(', ')}`,
  }
}

function isEmptyHere(judgement: Judgement, grant: ModelGrant): boolean {
  if (grant.any || grant.tenant || grant.inline.length > 0 || grant.nullReach) return false
  return (
    grant.sets.length > 0 &&
    grant.sets.every(({ name }) => {
      const set = judgement.sets.get(name)
      return set !== undefined && !isInEnvironment(set, judgement.environment)
    })
  )
}

interface Budget {
  left: number
}

function* judgeAgainst(
  model: Model,
  earlier: readonly ModelGrant[],
  grant: ModelGrant,
  reach: OriginReach,
  budget: Budget,
): Iterable<RawFinding> {
  const unread = earlier.filter((before) => mayTake(model, before, grant))
  if (unread.length > 0 && isTaken(unread, grant, reach, budget)) {
    yield {
      code: 'MQ-301',
      path: grant.path,
      message:
        'unreachable: earlier grants of this resource fit every request that this grant fits',
    }
    return
  }
  const undone = findUndone(model, earlier, grant, reach)
  if (undone === undefined) return
  yield {
    code: 'MQ-331',
    path: grant.path,
    message: `permits \`${undone.origin}\` without a condition what the earlier grant ${undone.index} permits with one`,
  }
}

/** Whether an earlier grant decides finally for each request that `grant` fits. */
function mayTake(model: Model, before: ModelGrant, grant: ModelGrant): boolean {
  if (before.nullReach || grant.nullReach) return false
  if (before.when !== null && unknownAtPreflight(model, before.when).length > 0) return false
  const versions = before.when?.apiVersion
  if (versions !== undefined) {
    const own = grant.when?.apiVersion
    if (own === undefined || own.some((version) => !versions.includes(version))) return false
  }
  return (before.from ?? Number.NEGATIVE_INFINITY) <= (grant.from ?? Number.NEGATIVE_INFINITY)
}

function isTaken(
  earlier: readonly ModelGrant[],
  grant: ModelGrant,
  reach: OriginReach,
  budget: Budget,
): boolean {
  const methods = namesOf(grant).methods
  if (methods.size === 0) return false
  // A grant that takes fewer methods covers only these: each method is checked by itself.
  const groups = new Map<string, readonly ModelGrant[]>()
  for (const method of methods) {
    const takers = earlier.filter((before) => namesOf(before).methods.has(method))
    if (takers.length === 0) return false
    groups.set(takers.map((taker) => taker.path).join(' '), takers)
  }
  for (const takers of groups.values()) {
    if (!takeOrigins(takers, grant, reach, budget)) return false
  }
  return true
}

function takeOrigins(
  takers: readonly ModelGrant[],
  grant: ModelGrant,
  reach: OriginReach,
  budget: Budget,
): boolean {
  if (takers.some((taker) => taker.any && endOf(taker) >= endOf(grant))) return true
  if (grant.any) return false
  const named = new Map<Source, number>()
  for (const taker of takers) {
    for (const source of reach.sourcesOf(taker)) {
      budget.left--
      named.set(source, Math.max(named.get(source) ?? Number.NEGATIVE_INFINITY, endOf(taker)))
    }
  }
  const sources = reach.sourcesOf(grant)
  return (
    budget.left > 0 &&
    sources.some((source) => source.directories.some(({ index }) => index.all.length > 0)) &&
    sources.every((source) => takeSource(named, endOf(grant), source, reach, budget))
  )
}

function endOf(grant: ModelGrant): number {
  return grant.until ?? Number.POSITIVE_INFINITY
}

/** @param named The sources of the grants before, each with the last end of those that name it. */
function takeSource(
  named: ReadonlyMap<Source, number>,
  grantEnd: number,
  source: Source,
  reach: OriginReach,
  budget: Budget,
): boolean {
  if ((named.get(source) ?? Number.NEGATIVE_INFINITY) >= grantEnd) return true
  // The directories of other tenants do not fit this tenant's requests.
  const near = [...reach.neighborsOf(source).keys()].filter(
    (candidate) => named.has(candidate) && !candidate.tenants,
  )
  return source.directories.every((directory) => {
    const end = Math.min(grantEnd, directory.until)
    const outer = near.flatMap((candidate) =>
      candidate.directories.filter(
        ({ until }) => Math.min(named.get(candidate) ?? until, until) >= end,
      ),
    )
    return directory.index.all.every((origin) => isInOne(outer, origin, budget))
  })
}

function isInOne(outer: readonly Directory[], origin: ModelOrigin, budget: Budget): boolean {
  budget.left -= 1 + outer.length
  return budget.left > 0 && outer.some(({ index }) => index.covers(origin))
}

/** An earlier grant whose condition has no effect, because a later grant gives the same without one. */
function findUndone(
  model: Model,
  earlier: readonly ModelGrant[],
  grant: ModelGrant,
  reach: OriginReach,
): { readonly index: number; readonly origin: string } | undefined {
  if (grant.when !== null || grant.any) return undefined
  for (const [index, before] of earlier.entries()) {
    if (before.when === null || unknownAtPreflight(model, before.when).length === 0) continue
    if (before.token || sharedMethod(before, grant) === undefined) continue
    if (givesMore(grant, before).length > 0 || !shareVersion(model, before, grant)) continue
    const overlap = overlapInTime(before, grant, reach)
    if (overlap !== undefined) return { index, origin: overlap.origin }
  }
  return undefined
}
