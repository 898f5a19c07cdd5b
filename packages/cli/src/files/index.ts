/**
 * Reads input files within limits, writes output files atomically.
 *
 * @module
 */
export { policyFile } from './policy-file.ts'
export { type Input, readInput, STDIN } from './read-input.ts'
export { createFile, fileExists, replaceFile } from './write-file.ts'
