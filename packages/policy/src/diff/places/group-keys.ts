/**
 * Keys by which places are grouped.
 *
 * @module
 */
import type { PolicySides, Side, Sides } from '../sides.ts'
import type { Senders, Spot, Where } from './place.ts'
import type { RulesKeys } from './rules-key.ts'

/** Whether both sides decide alike, whatever else the request holds. */
export function isSameRules(policies: PolicySides, keys: RulesKeys, wheres: Sides<Where>): boolean {
  return keys.whereKey(policies[0], wheres[0]) === keys.whereKey(policies[1], wheres[1])
}

/** Equal for methods that lead to the same resources. */
export function pairKey(policies: PolicySides, keys: RulesKeys, wheres: Sides<Where>): string {
  const keyOf = (side: Side): string => {
    const where = wheres[side]
    const lead = typeof where === 'string' ? where : where.resource
    return `${lead} ${keys.whereKey(policies[side], where)}`
  }
  return `${keyOf(0)} > ${keyOf(1)}`
}

/** Equal for spots with equal cells. Without the methods. */
export function baseKey(
  policies: PolicySides,
  keys: RulesKeys,
  { own, on, without }: Senders,
  { wheres, segments }: Pick<Spot, 'wheres' | 'segments'>,
): string {
  const key = (side: Side): string => keys.whereKey(policies[side], wheres[side])
  const place = segments === null ? 'server' : 'path'
  return [place, on.join(), own.join(), without.join(), key(0), key(1)].join(' | ')
}
