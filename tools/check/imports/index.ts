/**
 * Import checks: floors, faces, cycles.
 *
 * @module
 */

export { faces } from './faces.ts'
export { folderCycles } from './folder-cycles.ts'
export { importRules } from './import-rules.ts'
