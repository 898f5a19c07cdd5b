/**
 * Who sends a request: the lists of the policy that hold its origin, or why none can (D3, D10).
 *
 * @module
 */
import type { RequestFields } from '../headers/request-fields.ts'
import { type Membership, membershipOf } from '../origin/origin-index.ts'
import type { Plan } from './plan.ts'

export interface Sender {
  readonly origin: string
  /** `undefined` where the origin is `null` or malformed: only `*` fits then. */
  readonly membership: Membership | undefined
  /** What is said where no grant fits the origin. */
  readonly reason: 'origin-null' | 'origin-malformed' | 'origin-not-granted'
}

export function senderOf(plan: Plan, { origin }: RequestFields): Sender {
  if (origin === 'null') return { origin, membership: undefined, reason: 'origin-null' }
  const membership = membershipOf(plan.origins, origin)
  const reason = membership === undefined ? 'origin-malformed' : 'origin-not-granted'
  return { origin, membership, reason }
}
