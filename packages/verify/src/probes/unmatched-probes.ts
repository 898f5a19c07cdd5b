/**
 * Probes at URLs that no resource matches (D8).
 *
 * @module
 */
import type { OriginIndex } from './origin-index.ts'
import type { ClassedDrafts } from './probe-classes.ts'
import {
  actualDraft,
  handshakeDraft,
  NO_ORIGIN,
  OPAQUE_ORIGIN,
  preflightDraft,
  withAndWithoutCredentials,
} from './probe-draft.ts'
import type { ResourceScope } from './resource-scope.ts'
import { namedWithoutResource, type PlanInput, unmatchedTarget } from './targets.ts'

/** Nothing is granted there: an origin of another resource, a stranger, and none. */
export function unmatchedProbes(
  input: PlanInput,
  index: OriginIndex,
  scopes: readonly ResourceScope[],
): ClassedDrafts {
  const usual = unmatchedTarget(input)
  const targets = [...namedWithoutResource(input), ...(usual === undefined ? [] : [usual])]
  const listed = scopes.find(({ uses }) => uses.some(({ grant }) => !grant.any))?.uses[0]
  const stranger = index.describe(input.unlisted, null, null)
  const origins = [
    ...(listed === undefined ? [] : [index.describe(listed.origin.value, null, null)]),
    stranger,
  ]
  return targets.flatMap((target): ClassedDrafts => {
    const both = (drafts: Parameters<typeof withAndWithoutCredentials>[0]) =>
      withAndWithoutCredentials(drafts, input.options.withCredentials)
    return [
      ['missing', both(origins.map((origin) => actualDraft('GET', target, origin)))],
      ['denied-preflight', origins.map((origin) => preflightDraft('GET', target, origin))],
      ['handshake', both([handshakeDraft(target, stranger)])],
      ['opaque', both([actualDraft('GET', target, OPAQUE_ORIGIN)])],
      ['options', both([actualDraft('OPTIONS', target, stranger)])],
      ['none', both([actualDraft('GET', target, NO_ORIGIN)])],
    ]
  })
}
