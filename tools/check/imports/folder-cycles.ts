/**
 * No import cycle among the files and folders of any folder.
 *
 * @module
 */
import { posix } from 'node:path'
import { isRelative, isSource, isTest } from '../../workspace/index.ts'
import type { Check, Tree } from '../check.ts'

/** Import graph of sibling files and folders; each edge has the import that causes it. */
type Siblings = Map<string, Map<string, string>>

/**
 * Reports cycles among siblings, type imports included: where `a` and `b` lie in one folder and something in `a` imports something in
 * `b`, then nothing in `b` imports anything in `a`, directly or through others. A type belongs to what produces it.
 *
 * Cycles of files are the special case of siblings that are files. The import rules check the floors of packages.
 */
export const folderCycles: Check = {
  name: 'folder cycles',
  run: (tree) => {
    const folders = siblingImports(tree)
    const faults = [...folders].flatMap(([folder, siblings]) =>
      findCycles(siblings).map((cycle) => ({
        file: posix.join(folder, cycle[0] ?? ''),
        message: describeCycle(cycle, siblings),
      })),
    )
    return { faults, note: `${folders.size} folders` }
  },
}

/** The import graph of the children of each folder. */
export function siblingImports(tree: Tree): ReadonlyMap<string, Siblings> {
  const folders = new Map<string, Siblings>()
  for (const file of tree.files.filter((one) => isSource(one) && !isTest(one))) {
    for (const { specifier, line } of tree.importsOf(file)) {
      if (!isRelative(specifier)) continue
      const target = posix.join(posix.dirname(file), specifier)
      const [folder, from, to] = commonFolder(file, target)
      if (from === to) continue
      const siblings = folders.get(folder) ?? new Map<string, Map<string, string>>()
      const edges = siblings.get(from) ?? new Map<string, string>()
      if (!edges.has(to)) edges.set(to, `${file}:${line}`)
      siblings.set(from, edges)
      folders.set(folder, siblings)
    }
  }
  return folders
}

/** The deepest folder that contains both files, and the child of that folder that contains each of them. */
function commonFolder(one: string, other: string): readonly [string, string, string] {
  const [a, b] = [one.split('/'), other.split('/')]
  let depth = 0
  while (depth < a.length - 1 && a[depth] === b[depth]) depth += 1
  return [a.slice(0, depth).join('/'), a[depth] ?? '', b[depth] ?? '']
}

/** Finds one cycle per strongly connected component. Linear in nodes and edges. */
export function findCycles(
  graph: ReadonlyMap<string, { keys(): Iterable<string> }>,
): readonly (readonly string[])[] {
  const cycles: (readonly string[])[] = []
  const finished = new Set<string>()
  const path: string[] = []
  const onPath = new Set<string>()
  const visit = (node: string): void => {
    path.push(node)
    onPath.add(node)
    for (const next of graph.get(node)?.keys() ?? []) {
      if (onPath.has(next)) cycles.push(path.slice(path.indexOf(next)))
      else if (!finished.has(next)) visit(next)
    }
    path.pop()
    onPath.delete(node)
    finished.add(node)
  }
  for (const node of graph.keys()) if (!finished.has(node)) visit(node)
  return cycles
}

/** Formats the nodes of a cycle with the import behind each edge. */
function describeCycle(cycle: readonly string[], siblings: Siblings): string {
  const steps = cycle.map((node, index) => {
    const next = cycle[(index + 1) % cycle.length] ?? ''
    return `${node} -> ${next} (${siblings.get(node)?.get(next)})`
  })
  return steps.join(', ')
}
