/**
 * The origin sets that hold an origin, by name: for logs and for routes that depend on the origin.
 *
 * @module
 */
import { membershipOf } from '../origin/origin-index.ts'
import type { Engine, Plan } from './plan.ts'

/**
 * Sorted names of the sets that hold an origin; tenants' directories are not among them. Empty for `null` and for what is no origin. Dates are
 * not asked: a set that has ended still holds its origins.
 */
export function setNamesOf(engine: Engine, origin: string): readonly string[] {
  const { origins } = engine as Plan
  const places = origin === 'null' ? undefined : membershipOf(origins, origin)
  if (places === undefined || places.length === 0) return []
  const names: string[] = []
  for (const [name, place] of origins.sets) if (places.includes(place)) names.push(name)
  return names.sort()
}
