/**
 * What a check is.
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

/** One thing that a check found wrong. */
export interface Fault {
  /** Relative to the root; null where no one file is at fault. */
  readonly file: string | null
  /** From 1. */
  readonly line?: number
  readonly message: string
}

/** What a check says: what is wrong, and a few words on what it looked at. */
export interface Verdict {
  readonly faults: readonly Fault[]
  readonly note: string
}

/** The tree under check, read once for all of them. */
export interface Tree extends Workspace {
  /** The project's files, sorted, relative to the root. */
  readonly files: readonly string[]
  /** What a source imports; each is parsed once. Throws where it cannot be parsed. */
  readonly importsOf: (file: string) => readonly ImportOf[]
}

/** One promise of the house, and how it is kept. */
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
