/**
 * Parts of applying an edit to a bundle.
 *
 * @module
 */
import type { Bundle, Resource } from '@marque/core'

/** Applies a change to one resource, where the bundle has it. */
export function mapResource(
  bundle: Bundle,
  name: string,
  change: (resource: Resource) => Resource,
): Bundle {
  return {
    ...bundle,
    resources: bundle.resources.map((one) => (one.name === name ? change(one) : one)),
  }
}

/** Adds the sets that grants name and the bundle lacks. */
export function withSets(bundle: Bundle, sets: Bundle['sets']): Bundle {
  const missing: { [name: string]: Bundle['sets'][string] } = {}
  for (const { grants } of bundle.resources) {
    for (const name of grants.flatMap((grant) => grant.sets)) {
      const list = sets[name]
      if (!Object.hasOwn(bundle.sets, name) && list !== undefined) missing[name] = list
    }
  }
  return { ...bundle, sets: { ...bundle.sets, ...missing } }
}
