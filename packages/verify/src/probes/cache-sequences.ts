/**
 * Sequences that a cache may mix up.
 *
 * @module
 */
import { actualDraft, NO_ORIGIN, type ProbeDraft } from './probe-draft.ts'
import { originAt, type ResourceScope } from './resource-scope.ts'
import { both } from './scope-drafts.ts'

/** One URL asked by two origins in both orders, and by none. */
export function cacheSequences(scope: ResourceScope): readonly ProbeDraft[] {
  if (!scope.input.options.throughCache || scope.main.method !== 'GET') return []
  const { target } = scope.main
  const stranger = originAt(scope, scope.input.unlisted, target)
  const origins = scope.uses
    .filter((use) => use.target === target)
    .map((use) => originAt(scope, use.origin.value, target))
  const first = origins[0] ?? stranger
  const second = origins.find(({ value }) => value !== first.value)
  const orders = [
    [first, stranger, NO_ORIGIN],
    [stranger, first, NO_ORIGIN],
    [NO_ORIGIN, first, stranger],
    ...(second === undefined
      ? []
      : [
          [first, second, NO_ORIGIN],
          [second, first, NO_ORIGIN],
        ]),
  ]
  const drafts = orders.flatMap((order, at) =>
    order.map((origin) => ({
      ...actualDraft('GET', target, origin),
      sequence: `${scope.resource.name} ${at}`,
    })),
  )
  return both(scope, drafts).toSorted((a, b) => compareText(a.sequence, b.sequence))
}

function compareText(a: string | null, b: string | null): number {
  if (a === b) return 0
  return (a ?? '') < (b ?? '') ? -1 : 1
}
