/**
 * The two compared bundles, each with its engine.
 *
 * @module
 */
import { type Bundle, type Engine, prepare, type Resource } from '@marque/core'

/** One of the two bundles. */
export interface BundleSide {
  readonly bundle: Bundle
  readonly engine: Engine
  readonly resources: ReadonlyMap<string, Resource>
  /** The API versions in conditions; all others are equivalent. */
  readonly versions: ReadonlySet<string>
}

/** Before, after. */
export type BundlePair = readonly [before: BundleSide, after: BundleSide]

export function bundleSide(bundle: Bundle): BundleSide {
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
export function ofBoth(
  sides: BundlePair,
  texts: (side: BundleSide) => Iterable<string>,
): readonly string[] {
  return [...new Set(sides.flatMap((side) => [...texts(side)]))].sort()
}

/** Deep equality of two values of a bundle; returns early for identical lists. */
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
