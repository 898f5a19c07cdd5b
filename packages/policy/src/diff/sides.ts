/**
 * The two sides of a comparison.
 *
 * @module
 */
import type { PreparedPolicy } from '@marque/core/engine'

/** One value for each side. */
export type Sides<Value> = readonly [before: Value, after: Value]

export type Side = 0 | 1

/** Both policies, prepared. */
export type PolicySides = Sides<PreparedPolicy>

export function bothSides<Value>(of: (side: Side) => Value): Sides<Value> {
  return [of(0), of(1)]
}
