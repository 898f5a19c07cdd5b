/**
 * Grants of `x-marque` to origin sets that do not exist.
 *
 * @module
 */
import { type RawFinding, shorten } from '../findings/index.ts'
import type { ApiOperation } from '../openapi/index.ts'

/** One finding for each unknown name, at the first operation whose grants have it. Such grants are left out. */
export function unknownSets(
  operations: readonly ApiOperation[],
  sets: ReadonlySet<string>,
): readonly RawFinding[] {
  const found = new Map<string, RawFinding>()
  for (const { description, file, pointer, position, extension } of operations) {
    for (const name of extension.grants?.flatMap(({ origins }) => origins) ?? []) {
      const key = JSON.stringify([description, name])
      if (name === '*' || name === '@tenant' || sets.has(name) || found.has(key)) continue
      found.set(key, {
        code: 'MQ-838',
        file,
        path: pointer,
        position,
        message: `the grant to the unknown origin set \`${shorten(name)}\` is left out`,
        value: name,
      })
    }
  }
  return [...found.values()]
}
