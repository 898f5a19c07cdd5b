/**
 * Whether a policy permits what an accepted one permits.
 *
 * @module
 */
import type { Bundle } from '@marque/core'
import type { Difference, EditKind } from '../diff/index.ts'
import { isTimingByLayer } from '../timing-author.ts'

/** Edits that, where they change no decision that `diff` compares, change no other decision either. */
const OF_LISTS_AND_GRANTS: readonly EditKind[] = [
  'origin-added',
  'origin-removed',
  'list-end',
  'set-added',
  'set-removed',
  'set-renamed',
  'grant-added',
  'grant-removed',
  'grant-changed',
  'grants-reordered',
  'exception-added',
  'exception-removed',
  'exception-changed',
  'contact',
]

/**
 * Whether two policies permit the same to everybody, at every time, during incidents and after the end of a lease.
 *
 * A tighter policy does not permit the same: a later change back would otherwise widen what is deployed and pass. A part that could not
 * be compared makes a difference too. What lets nobody do more or less makes none: names of sets, `contact`, `maxAge`.
 *
 * @param difference Between `accepted` and `tested`.
 */
export function permitsSame(
  { verdict, notes, undecided }: Difference,
  accepted: Bundle,
  tested: Bundle,
): boolean {
  return (
    verdict === 'equal' &&
    undecided.length === 0 &&
    !notes.some(mayMatter) &&
    resourcesWithTiming(accepted) === resourcesWithTiming(tested)
  )
}

/** Resources on which the layer, not the application, is the author of Timing-Allow-Origin (D22). */
function resourcesWithTiming({ resources }: Bundle): string {
  return JSON.stringify(
    resources.flatMap((resource) => (isTimingByLayer(resource) ? [resource.name] : [])),
  )
}

/**
 * Whether an edit without a change can matter for what `diff` does not compare: incidents, the end of a lease, and paths that are not spelt
 * plainly.
 */
function mayMatter({ edit }: Difference['notes'][number]): boolean {
  return !OF_LISTS_AND_GRANTS.includes(edit.kind)
}
