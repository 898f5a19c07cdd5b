/**
 * Who sends a request: the lists of the policy that hold its origin, or why none can (D3, D10).
 *
 * @module
 */
import { type Membership, membershipOf } from '../origin/origin-index.ts'
import type { Plan } from './plan.ts'

/** What is said where no grant fits the origin. */
export type OriginReason = 'origin-null' | 'origin-malformed' | 'origin-not-granted'

/** @returns `undefined` where the origin is `null` or malformed: only `*` fits then. */
export function listsOf(plan: Plan, origin: string): Membership | undefined {
  return origin === 'null' ? undefined : membershipOf(plan.origins, origin)
}

export function originReason(origin: string, lists: Membership | undefined): OriginReason {
  if (lists !== undefined) return 'origin-not-granted'
  return origin === 'null' ? 'origin-null' : 'origin-malformed'
}
