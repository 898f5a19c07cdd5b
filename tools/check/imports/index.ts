/**
 * The checks of imports, and the reading of imports for others.
 *
 * @module
 */
export { importCycles, sourceOf } from './import-cycles.ts'
export { importRules } from './import-rules.ts'
export {
  type ImportOf,
  isRelative,
  isSource,
  isTest,
  packageOf,
  readImports,
} from './read-imports.ts'
