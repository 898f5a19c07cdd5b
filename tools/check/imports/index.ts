/**
 * The checks of imports: downward, through faces, without cycles.
 *
 * @module
 */

export { faces } from './faces.ts'
export { folderCycles } from './folder-cycles.ts'
export { importRules } from './import-rules.ts'
