/**
 * A later grant that gives more than an earlier one to the same origin, method and tenant (D9): a policy must not widen by falling
 * through.
 *
 * Exceptions are exempt (D16): when one ends, less is left.
 *
 * @module
 */
import type { RawFinding } from '../findings/index.ts'
import type { Model, ModelGrant, ModelResource } from '../read/index.ts'
import { type Judgement, keyPath } from './judgement.ts'
import type { Overlap } from './origin-index.ts'
import { type OriginReach, reachOf } from './reached-origins.ts'

/** Grants of one resource are compared in pairs, so their number is limited. */
export const MAX_GRANTS = 1000

/** Names and methods looked at over all pairs of the whole document, for policies of a great many large resources. */
const MAX_COMPARISONS = 20_000_000

/** Judges every pair of grants of each resource. */
export function* judgeWidening(judgement: Judgement): Iterable<RawFinding> {
  const reach = reachOf(judgement)
  let comparisons = 0
  for (const resource of judgement.model.resources) {
    const { grants } = resource
    if (grants.length > MAX_GRANTS) {
      yield tooMany(resource, `${grants.length} grants are more than ${MAX_GRANTS}`)
      continue
    }
    comparisons += comparisonsOf(grants)
    if (comparisons > MAX_COMPARISONS) {
      yield tooMany(resource, 'its grants are too many to compare with one another')
      return
    }
    yield* judgeResource(judgement.model, resource, reach)
    if (reach.exhausted()) {
      yield tooMany(resource, 'its origins are too many to compare between its grants')
      return
    }
  }
}

function comparisonsOf(grants: readonly ModelGrant[]): number {
  let sum = 0
  for (const [index, grant] of grants.entries()) {
    const names = grant.methods.length + grant.requestHeaders.length + grant.exposeHeaders.length
    sum += index * (1 + names) + (grants.length - 1 - index) * grant.sets.length
  }
  return sum
}

function tooMany(resource: ModelResource, what: string): RawFinding {
  return {
    code: 'MQ-234',
    path: `${resource.path}/grants`,
    message: `\`${resource.name}\` cannot be checked: ${what}`,
  }
}

function* judgeResource(
  model: Model,
  resource: ModelResource,
  reach: OriginReach,
): Iterable<RawFinding> {
  const { grants } = resource
  for (const [index, later] of grants.entries()) {
    for (let before = 0; before < index; before++) {
      const earlier = grants[before]
      if (earlier === undefined) continue
      const found = judgePair(model, earlier, before, later, reach)
      if (found === undefined) continue
      yield found
      break
    }
  }
}

function judgePair(
  model: Model,
  earlier: ModelGrant,
  earlierIndex: number,
  later: ModelGrant,
  reach: OriginReach,
): RawFinding | undefined {
  const method = sharedMethod(earlier, later)
  if (method === undefined) return undefined
  const more = givesMore(earlier, later)
  const first = more[0]
  if (first === undefined || !shareVersion(model, earlier, later)) return undefined
  const overlap = overlapInTime(earlier, later, reach)
  if (overlap === undefined) return undefined
  return {
    code: 'MQ-225',
    path: keyPath(later, first.key),
    message: `permits ${more.map(({ what }) => what).join(', ')} to \`${overlap.origin}\` for ${method}, which the earlier grant ${earlierIndex} does not`,
  }
}

/** A method that both grants take; GET covers HEAD. */
export function sharedMethod(a: ModelGrant, b: ModelGrant): string | undefined {
  const covered = namesOf(a).methods
  for (const method of namesOf(b).methods) if (covered.has(method)) return method
  return undefined
}

/** The lists of a grant for looking up. */
interface GrantNames {
  /** With the HEAD that GET covers. */
  readonly methods: ReadonlySet<string>
  readonly request: ReadonlySet<string>
  readonly expose: ReadonlySet<string>
}

const knownNames = new WeakMap<ComparedRights, GrantNames>()

/** Made once a grant: each is compared with many. */
export function namesOf(grant: ComparedRights): GrantNames {
  const known = knownNames.get(grant)
  if (known !== undefined) return known
  const methods = new Set(grant.methods)
  if (methods.has('GET')) methods.add('HEAD')
  const names = {
    methods,
    request: new Set(grant.requestHeaders),
    expose: new Set(grant.exposeHeaders),
  }
  knownNames.set(grant, names)
  return names
}

/** Whether one request can have an API version that both take; a version that only the actual request shows may be any. */
export function shareVersion(model: Model, a: ModelGrant, b: ModelGrant): boolean {
  const source = model.context.apiVersion
  if (source === undefined || !('path' in source)) return true
  const versions = a.when?.apiVersion
  const others = b.when?.apiVersion
  if (versions === undefined || others === undefined) return true
  return versions.some((version) => others.includes(version))
}

/** An origin and a method that two grants share while both are in force. */
export function overlapInTime(
  a: ModelGrant,
  b: ModelGrant,
  reach: OriginReach,
): Overlap | undefined {
  const from = Math.max(a.from ?? Number.NEGATIVE_INFINITY, b.from ?? Number.NEGATIVE_INFINITY)
  const until = Math.min(a.until ?? Number.POSITIVE_INFINITY, b.until ?? Number.POSITIVE_INFINITY)
  if (from >= until) return undefined
  const overlap = reach.overlap(a, b)
  return overlap !== undefined && from < overlap.until ? overlap : undefined
}

/** One right that a grant gives beyond another, with its key. */
export interface Surplus {
  readonly key: string
  readonly what: string
}

/** What `later` gives beyond `earlier` where both fit. Without `read` there is nothing to expose and no preflight to cache. */
export function givesMore(earlier: ComparedRights, later: ComparedRights): readonly Surplus[] {
  const more: Surplus[] = []
  for (const key of ['credentials', 'websocket', 'timing'] as const) {
    if (later[key] && !earlier[key]) more.push({ key, what: `\`${key}\`` })
  }
  if (!later.read) return more
  if (!earlier.read) more.push({ key: 'read', what: '`read`' })
  const surplus = surplusName(namesOf(earlier).request, later.requestHeaders, 'authorization')
  if (surplus !== undefined)
    more.push({ key: 'requestHeaders', what: `the request header \`${surplus}\`` })
  const exposed = surplusName(namesOf(earlier).expose, later.exposeHeaders, null)
  if (exposed !== undefined)
    more.push({ key: 'exposeHeaders', what: `the exposed header \`${exposed}\`` })
  if (later.maxAge > earlier.maxAge)
    more.push({ key: 'maxAge', what: `\`maxAge\` ${later.maxAge}` })
  return more
}

/** The rights of a grant or an exception. */
type RightsOf = Pick<
  ModelGrant,
  'credentials' | 'websocket' | 'timing' | 'read' | 'requestHeaders' | 'exposeHeaders' | 'maxAge'
>

/** The same with its methods. */
export type ComparedRights = RightsOf & Pick<ModelGrant, 'methods'>

/** A name of `later` that `earlier` does not have; `*` includes all but `uncovered` (D24). The header of a token does not count. */
function surplusName(
  earlier: ReadonlySet<string>,
  later: readonly string[],
  uncovered: string | null,
): string | undefined {
  const all = earlier.has('*')
  return later.find(
    (name) => !earlier.has(name) && name !== 'marque-token' && !(all && name !== uncovered),
  )
}
