/**
 * Reads input files within limits, writes output files atomically.
 *
 * @module
 */
export { policyFile, policyIn } from './policy-file.ts'
export { type Input, readInput, STDIN } from './read-input.ts'
export { checkWritable, createFile, fileExists, replaceFile } from './write-file.ts'
