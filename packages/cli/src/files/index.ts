/**
 * Reads input files within limits, writes output files atomically.
 *
 * @module
 */
export { type Input, readInput, STDIN } from './read-input.ts'
export { createFile, fileExists, replaceFile } from './write-file.ts'
