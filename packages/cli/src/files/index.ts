/**
 * Reads input files within limits, writes output files atomically.
 *
 * @module
 */
export { createFile, fileExists } from './create-file.ts'
export { type Input, readInput, STDIN } from './read-input.ts'
export { replaceFile } from './replace-file.ts'
