/**
 * Access to the checkout for the tools: packages, files, programs.
 *
 * @module
 */
export { inParallel } from './in-parallel.ts'
export type { Part } from './part.ts'
export { type Outcome, type RunOptions, run, toolPath } from './process.ts'
export { projectFiles } from './project-files.ts'
export {
  type ImportOf,
  isRelative,
  isSource,
  isTest,
  packageOf,
  readImports,
} from './read-imports.ts'
export {
  type Dependencies,
  type ExportTarget,
  type Manifest,
  type Package,
  ROOT,
  readWorkspace,
  type Workspace,
} from './workspace.ts'
