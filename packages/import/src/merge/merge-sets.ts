/**
 * Origin sets of several descriptions: equal ones are one set, others with the same name are renamed.
 *
 * @module
 */
import { type RawFinding, shorten } from '../findings/index.ts'
import { takeName } from '../names/index.ts'
import type { Api, ApiOperation, ExtensionSet } from '../openapi/index.ts'

export interface MergedSets {
  readonly sets: readonly ExtensionSet[]
  /** The operations of each description, whose grants have the new names. */
  readonly operations: readonly (readonly ApiOperation[])[]
  readonly found: readonly RawFinding[]
}

/** Merges the sets in the order of the descriptions; the first set of a name keeps it. */
export function mergeSets(apis: readonly Api[]): MergedSets {
  const sets = new Map<string, ExtensionSet>()
  const taken = new Set(apis.flatMap((api) => api.sets.map(({ name }) => name)))
  const found: RawFinding[] = []
  const operations = apis.map((api) => {
    const renamed = new Map<string, string>()
    for (const set of api.sets) {
      const known = sets.get(set.name)
      if (known === undefined) sets.set(set.name, set)
      if (known === undefined || isEqual(known, set)) continue
      const name = takeName(set.name, taken)
      sets.set(name, { ...set, name })
      renamed.set(set.name, name)
      found.push({
        code: 'MQ-846',
        file: api.file,
        path: '/x-marque/origins',
        position: { line: 1, column: 1 },
        message: `the origin set \`${shorten(set.name)}\` differs from the one of another description: it becomes \`${shorten(name)}\``,
      })
    }
    return renamed.size === 0 ? api.operations : api.operations.map((one) => rename(one, renamed))
  })
  return { sets: [...sets.values()], operations, found }
}

function isEqual(a: ExtensionSet, b: ExtensionSet): boolean {
  return JSON.stringify(a.keys) === JSON.stringify(b.keys)
}

function rename(operation: ApiOperation, names: ReadonlyMap<string, string>): ApiOperation {
  const { extension } = operation
  if (extension.grants === null) return operation
  const grants = extension.grants.map((grant) => ({
    ...grant,
    origins: grant.origins.map((name) => names.get(name) ?? name),
  }))
  return { ...operation, extension: { ...extension, grants } }
}
