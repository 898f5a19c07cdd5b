/**
 * Where the resources of a policy stand.
 *
 * @module
 */
import { type Loaded, readModel } from '@marque/policy'

/** Finds the line of a resource by its name; never one in a bundle, which has no lines. */
export function resourceLines(policy: Loaded | null): (name: string) => number | undefined {
  let lines: Map<string, number> | undefined
  return (name) => {
    if (policy === null) return undefined
    lines ??= new Map(
      readModel(policy).model?.resources.map(({ name, path }) => [name, policy.locate(path).line]),
    )
    return lines.get(name)
  }
}
