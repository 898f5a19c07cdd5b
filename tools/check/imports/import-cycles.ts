/**
 * No file needs itself to be loaded first.
 *
 * @module
 */
import { posix } from 'node:path'
import type { ExportTarget } from '../../workspace/index.ts'
import { isRelative, isSource, packageOf } from '../../workspace/index.ts'
import type { Check, Tree } from '../check.ts'

/** Refuses cycles of imports that are there at run time; types may refer to one another. */
export const importCycles: Check = {
  name: 'import cycles',
  run: (tree) => {
    const graph = runtimeGraph(tree)
    const faults = findCycles(graph).map((cycle) => ({
      file: cycle[0] ?? null,
      message: [...cycle, cycle[0]].join(' -> '),
    }))
    return { faults, note: `${graph.size} files` }
  },
}

function runtimeGraph(tree: Tree): Map<string, readonly string[]> {
  const faces = new Map(
    tree.packages.flatMap(({ name, folder, manifest }) =>
      Object.entries(manifest.exports ?? {}).map(([subpath, target]) => [
        posix.join(name, subpath),
        posix.join(folder, sourceOf(target)),
      ]),
    ),
  )
  return new Map(
    tree.files.filter(isSource).map((file) => [
      file,
      tree.importsOf(file).flatMap(({ specifier, typeOnly }) => {
        if (typeOnly) return []
        if (isRelative(specifier)) return [posix.join(posix.dirname(file), specifier)]
        const face = packageOf(specifier).startsWith('@marque/') ? faces.get(specifier) : undefined
        return face ? [face] : []
      }),
    ]),
  )
}

/** The file that an entry of `exports` stands for in the checkout. */
export function sourceOf(target: ExportTarget): string {
  return typeof target === 'string' ? target : (target['@marque/source'] ?? '')
}

/**
 * Finds one cycle for each knot of the graph.
 *
 * @param graph The files that each file imports. Linear in files and imports.
 */
export function findCycles(
  graph: ReadonlyMap<string, readonly string[]>,
): readonly (readonly string[])[] {
  const cycles: (readonly string[])[] = []
  const finished = new Set<string>()
  const path: string[] = []
  const onPath = new Set<string>()
  const visit = (file: string): void => {
    path.push(file)
    onPath.add(file)
    for (const next of graph.get(file) ?? []) {
      if (onPath.has(next)) cycles.push(path.slice(path.indexOf(next)))
      else if (!finished.has(next)) visit(next)
    }
    path.pop()
    onPath.delete(file)
    finished.add(file)
  }
  for (const file of graph.keys()) if (!finished.has(file)) visit(file)
  return cycles
}
