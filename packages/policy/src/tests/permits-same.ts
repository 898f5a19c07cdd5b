/**
 * Whether a policy permits what an accepted one permits.
 *
 * @module
 */
import type { Difference, EditKind } from '../diff/index.ts'

/** Edits that change no decision as long as the lease is valid and nothing is locked down, and may change decisions then. */
const FOR_INCIDENTS: readonly EditKind[] = ['stale-after', 'resource-renamed', 'match-moved']

/**
 * Whether two policies permit the same to everybody, at every time, during incidents and after the end of a lease.
 *
 * A tighter policy does not permit the same: a later change back would otherwise widen what is deployed and pass. Edits that let nobody
 * do more or less (names of sets, `contact`, `maxAge`) make no difference; a part that `diff` could not compare does.
 *
 * @param difference Between the accepted policy and the one under test.
 */
export function permitsSame({ verdict, notes, undecided }: Difference): boolean {
  return verdict === 'equal' && undecided.length === 0 && !notes.some(isForIncidents)
}

/** Whether an edit without a change matters during an incident or after the end of a lease. */
export function isForIncidents({ edit }: Difference['notes'][number]): boolean {
  return FOR_INCIDENTS.includes(edit.kind) || edit.path.endsWith('/sensitivity')
}
