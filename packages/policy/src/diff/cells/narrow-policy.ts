/**
 * A policy in which a resource has only the grants that concern the chosen origin: no other can decide, and a resource may have thousands.
 *
 * @module
 */
import type { JudgeInput, PreparedGrant, PreparedPolicy } from '@marque/core/engine'
import { grantsFor, type ResourcePair } from '../atoms/index.ts'
import type { Side } from '../sides.ts'

/** @param input Its origin is read when the grants are read. */
export function narrowPolicy(pair: ResourcePair, side: Side, input: JudgeInput): PreparedPolicy {
  const policy = pair.policies[side]
  const resource = pair.resources[side]
  // Every grant of an open resource is for any origin.
  if (resource === null || resource.open) return policy
  const narrow = Object.defineProperty({ ...resource }, 'grants', {
    get: (): readonly PreparedGrant[] =>
      grantsFor(pair, side, input.origin).map(({ prepared }) => prepared),
  })
  const where = pair.wheres[side]
  const resources = { [typeof where === 'string' ? -1 : where.resource]: narrow }
  return Object.create(policy, { resources: { value: resources } })
}
