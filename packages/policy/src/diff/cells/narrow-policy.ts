/**
 * A policy in which a resource has only the grants that concern the chosen origin: no other can decide, and a resource may have thousands.
 *
 * @module
 */
import type { JudgeInput, OriginInput, PreparedGrant, PreparedPolicy } from '@marque/core/engine'
import { grantsFor, type ResourcePair } from '../atoms/index.ts'
import type { Side } from '../sides.ts'

/** With fewer grants a resource is decided as it is, which is as fast. */
const MANY_GRANTS = 16

/** @param input Its origin is read when the grants are read. */
export function narrowPolicy(
  pair: ResourcePair,
  side: Side,
  input: Pick<JudgeInput, 'origin'>,
): PreparedPolicy {
  const policy = pair.policies[side]
  const resource = pair.resources[side]
  // Every grant of an open resource is for any origin.
  if (resource === null || resource.open || resource.grants.length < MANY_GRANTS) return policy
  let known: OriginInput | null = null
  let grants: readonly PreparedGrant[] = []
  const narrow = Object.defineProperty({ ...resource }, 'grants', {
    get: (): readonly PreparedGrant[] => {
      const { origin } = input
      if (origin !== known) {
        known = origin
        grants = grantsFor(pair, side, origin).map(({ prepared }) => prepared)
      }
      return grants
    },
  })
  const where = pair.wheres[side]
  const resources = { [typeof where === 'string' ? -1 : where.resource]: narrow }
  return Object.create(policy, { resources: { value: resources } })
}
