/**
 * The resources of a bundle by their names.
 *
 * @module
 */
import type { Bundle, Resource } from '@marque/core'

const BY_NAME = new WeakMap<Bundle, ReadonlyMap<string | null, Resource>>()

/** @param name Null for no resource. */
export function resourceNamed(bundle: Bundle, name: string | null): Resource | undefined {
  let known = BY_NAME.get(bundle)
  if (known === undefined) {
    known = new Map(bundle.resources.map((resource) => [resource.name, resource]))
    BY_NAME.set(bundle, known)
  }
  return known.get(name)
}
