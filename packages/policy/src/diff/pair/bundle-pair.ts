/**
 * The two bundles that are compared, each with the engine that judges it.
 *
 * @module
 */
import { type Bundle, type Engine, prepare, type Resource } from '@marque/core'

/** One of the two bundles. */
export interface Side {
  readonly bundle: Bundle
  readonly engine: Engine
  readonly resources: ReadonlyMap<string, Resource>
  /** API versions that a condition names: no other is told from another. */
  readonly versions: ReadonlySet<string>
}

/** Before, after. */
export type Sides = readonly [before: Side, after: Side]

export function sideOf(bundle: Bundle): Side {
  return {
    bundle,
    engine: prepare(bundle),
    resources: new Map(bundle.resources.map((resource) => [resource.name, resource])),
    versions: new Set(
      bundle.resources.flatMap(({ grants }) =>
        grants.flatMap(({ when }) => when?.apiVersion ?? []),
      ),
    ),
  }
}

/** The texts of both sides, sorted, each once. */
export function ofBoth(sides: Sides, texts: (side: Side) => Iterable<string>): readonly string[] {
  return [...new Set(sides.flatMap((side) => [...texts(side)]))].sort()
}

/** Whether two values of a bundle are the same, key by key; cheap where they are long lists. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((one, at) => isSame(one, b[at]))
  }
  if (Array.isArray(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      (key) =>
        Object.hasOwn(b, key) &&
        isSame((a as { [key: string]: unknown })[key], (b as { [key: string]: unknown })[key]),
    )
  )
}
