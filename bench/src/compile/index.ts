/**
 * Compile time of policies, by size and by stage.
 *
 * @module
 */
export { compileTable, measureCompile } from './compile-table.ts'
