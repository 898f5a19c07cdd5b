/**
 * The plan: the probes of every resource, in turn.
 *
 * @module
 */
import { type Bundle, decide, prepare } from '@marque/core'
import {
  ANY_SEGMENT,
  requestableFirst,
  unlistedOrigin,
  unusedSegment,
} from '@marque/policy/requests'
import { boundsFor } from './bounds.ts'
import { earlierProbes } from './earlier-probes.ts'
import { firstGrants } from './grant-uses.ts'
import { OriginIndex } from './origin-index.ts'
import type { PlanOptions } from './plan-options.ts'
import type { Probe, ProbePlan } from './probe.ts'
import { inClassOrder } from './probe-classes.ts'
import { draftKey, type ProbeDraft } from './probe-draft.ts'
import { resourceProbes } from './resource-probes.ts'
import { type ResourceScope, scopeOf } from './resource-scope.ts'
import { apiVersionsOf, type PlanInput, type Target } from './targets.ts'
import { unmatchedProbes } from './unmatched-probes.ts'

/**
 * Plans the requests that every layer is asked.
 *
 * Deterministic: the same bundle and options give the same plan, and a smaller `maxProbes` a beginning of it. The most telling
 * probes come first and the resources take turns, so that a small budget finds what is commonly wrong in each of them.
 *
 * @example
 * ```ts
 * const { probes, leftOut } = planProbes(bundle, {
 *   now: Date.now(), seed: 1, maxProbes: 10_000, mutating: false, paths: [], throughCache: false, alsoKnown: [], withCredentials: false,
 * })
 * ```
 */
export function planProbes(bundle: Bundle, options: PlanOptions): ProbePlan {
  const [member = ANY_SEGMENT] = Object.keys(bundle.tenants).sort()
  const [first = ''] = requestableFirst(bundle.self)
  const self = first.replace('{tenant}', member)
  const input: PlanInput = {
    bundle,
    options,
    engine: prepare(bundle),
    unlisted: unlistedOrigin([bundle]),
    missingSegment: unusedSegment(bundle),
    apiVersions: apiVersionsOf(bundle),
    firstWith: firstGrants(bundle, options.now),
    named: options.paths.map((path) => (path.startsWith('/') ? `${self}${path}` : path)),
  }
  const index = new OriginIndex(bundle, options.seed)
  const firstWith = new Map<string, ResourceScope>()
  const scopes = bundle.resources.flatMap((resource) => scopeOf(resource, input, index) ?? [])
  for (const scope of scopes) {
    for (const { origin } of scope.uses) {
      if (!firstWith.has(origin.entry)) firstWith.set(origin.entry, scope)
    }
  }
  const groups = scopes.map((scope, at) =>
    resourceProbes(scope, {
      beside: targetBeside(scope, scopes, at),
      bounds: boundsFor(bundle),
      isFirstWith: (entry) => firstWith.get(entry) === scope,
    }),
  )
  const drafts = inClassOrder([
    ...groups,
    unmatchedProbes(input, index, scopes),
    ...options.alsoKnown.flatMap((earlier) => earlierProbes(earlier, input, index)),
  ])
  return numbered(drafts, input)
}

/** A target of another resource: a way through its path must not lead here. */
function targetBeside(
  { main }: ResourceScope,
  scopes: readonly ResourceScope[],
  at: number,
): Target | null {
  const host = hostOf(main.target)
  const others = [...scopes.slice(at + 1), ...scopes.slice(0, at)]
  return others.find((other) => hostOf(other.main.target) === host)?.main.target ?? null
}

function hostOf({ url }: Target): string {
  return url.slice(0, url.indexOf('/', url.indexOf('://') + 3))
}

/** The drafts that are sent, each once, with their numbers; the others are counted by reason. */
function numbered(drafts: Iterable<ProbeDraft>, input: PlanInput): ProbePlan {
  const { options, named } = input
  const leftOut: { [why: string]: number } = {}
  const probes: Probe[] = []
  /** By key; null for one that is not sent. */
  const ids = new Map<string, number | null>()
  const sequences = new Map<string, number>()
  for (const draft of drafts) {
    const key = draftKey(draft)
    if (ids.has(key)) continue
    const on = draft.conditionalOn === null ? null : ids.get(draftKey(draft.conditionalOn))
    const why = reasonToLeaveOut(draft, options, named, probes.length)
    // A conditional request goes with the one that it depends on, which is counted.
    const isWithout = draft.conditionalOn !== null && typeof on !== 'number' && why === null
    ids.set(key, why === null && !isWithout ? probes.length : null)
    if (why !== null) leftOut[why] = (leftOut[why] ?? 0) + 1
    if (why !== null || isWithout) continue
    const { kind, origin, method, url, headers, withCredentials, sequence } = draft
    if (sequence !== null && !sequences.has(sequence)) sequences.set(sequence, sequences.size)
    probes.push({
      id: probes.length,
      kind,
      resource: resourceOf(draft, input),
      origin,
      method,
      url,
      headers,
      withCredentials,
      conditionalOn: on ?? null,
      sequence: sequence === null ? null : (sequences.get(sequence) ?? null),
    })
  }
  return { probes, leftOut }
}

function reasonToLeaveOut(
  { method, url, needsToken }: ProbeDraft,
  { mutating, maxProbes }: PlanOptions,
  named: readonly string[],
  count: number,
): string | null {
  if (!['GET', 'HEAD', 'OPTIONS'].includes(method)) {
    if (!mutating) return 'mutating'
    if (method === 'DELETE' && !named.includes(url)) return 'delete-without-path'
  }
  if (needsToken === true) return 'token'
  return count < maxProbes ? null : 'max-probes'
}

function resourceOf({ method, url, headers }: ProbeDraft, { engine, options }: PlanInput) {
  return decide(engine, { method, url, headers }, {}, { now: options.now }).resource
}
