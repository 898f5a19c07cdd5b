/**
 * Files of the user: bounded reading, atomic writing.
 *
 * @module
 */
export { createFile, fileExists } from './create-file.ts'
export { type Input, readInput, STDIN } from './read-input.ts'
export { replaceFile } from './replace-file.ts'
