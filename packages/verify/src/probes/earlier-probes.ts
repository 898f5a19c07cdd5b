/**
 * Probes for what an earlier policy granted.
 *
 * @module
 */
import { type Bundle, decide, prepare } from '@marque/core'
import { unusedSegment } from '@marque/policy/requests'
import { firstGrants, type GrantUse } from './grant-uses.ts'
import { OriginIndex } from './origin-index.ts'
import type { ProbeOrigin } from './probe.ts'
import type { ClassedDrafts } from './probe-classes.ts'
import { actualDraft, namesOf, type ProbeDraft, preflightDraft } from './probe-draft.ts'
import { sampleOf } from './random.ts'
import { scopeOf } from './resource-scope.ts'
import { apiVersionsOf, type PlanInput } from './targets.ts'

/** Uses of an earlier resource that are asked. */
const MOST_USES = 24

/** What a layer still grants that was not renewed: requests of the earlier policy that this one decides otherwise. */
export function earlierProbes(
  earlier: Bundle,
  input: PlanInput,
  index: OriginIndex,
): readonly ClassedDrafts[] {
  const { options } = input
  const then: PlanInput = {
    ...input,
    bundle: earlier,
    engine: prepare(earlier),
    missingSegment: unusedSegment(earlier),
    apiVersions: apiVersionsOf(earlier),
    firstWith: firstGrants(earlier, options.now),
  }
  const indexThen = new OriginIndex(earlier, options.seed)
  return earlier.resources.map((resource) => {
    const uses = scopeOf(resource, then, indexThen)?.uses ?? []
    const lost = uses.map((use) => draftsOf(use, input, index)).filter(({ length }) => length > 0)
    return [['dates', sampleOf(lost, MOST_USES, options.seed, resource.name).flat()]]
  })
}

function draftsOf(
  { grant, origin, target, methods }: GrantUse,
  { engine, bundle, unlisted, options: { now } }: PlanInput,
  index: OriginIndex,
): readonly ProbeDraft[] {
  const decided = decide(
    engine,
    { method: methods[0] ?? 'GET', url: target.url, headers: [['Origin', origin.value]] },
    {},
    { now },
  )
  const resource = bundle.resources.find(({ name }) => name === decided.resource) ?? null
  const found = index.describe(origin.value, resource, decided.tenant)
  const described: ProbeOrigin =
    found.role === 'unlisted' && found.value !== unlisted
      ? { ...found, role: 'listed-elsewhere' }
      : found
  const drafts = methods.flatMap((method) => [
    actualDraft(method, target, described),
    preflightDraft(method, target, described, namesOf(grant)),
  ])
  return drafts.filter(
    ({ method, url, headers }) =>
      !['granted', 'granted-any', 'condition-unmet'].includes(
        decide(engine, { method, url, headers }, {}, { now }).reason,
      ),
  )
}
