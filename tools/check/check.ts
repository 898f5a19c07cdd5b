/**
 * The interface of a check.
 *
 * @module
 */

import {
  type ImportOf,
  projectFiles,
  readImports,
  readWorkspace,
  type Workspace,
} from '../workspace/index.ts'

/** One fault found by a check. */
export interface Fault {
  /** Relative to the root; null if the fault is not in a single file. */
  readonly file: string | null
  /** Line number, from 1. */
  readonly line?: number
  readonly message: string
}

/** Result of a check: its faults, and a short note on what it covered. */
export interface Verdict {
  readonly faults: readonly Fault[]
  readonly note: string
}

/** The tree under check, read once for all checks. */
export interface Tree extends Workspace {
  /** The project's files, sorted, relative to the root. */
  readonly files: readonly string[]
  /** The imports of a source file; each file is parsed once. Throws if it cannot be parsed. */
  readonly importsOf: (file: string) => readonly ImportOf[]
}

/** One static check. */
export interface Check {
  readonly name: string
  readonly run: (tree: Tree) => Verdict | Promise<Verdict>
}

/** Reads the tree at `root`. */
export function readTree(root?: string): Tree {
  const workspace = readWorkspace(root)
  const parsed = new Map<string, readonly ImportOf[]>()
  const importsOf = (file: string): readonly ImportOf[] => {
    const imports = parsed.get(file) ?? readImports(workspace.root, file)
    parsed.set(file, imports)
    return imports
  }
  return { ...workspace, files: projectFiles(workspace.root), importsOf }
}
