/**
 * Errors that end a command: the exit codes, and the operating system's errors in words.
 *
 * @module
 */
export { CommandError, EXIT, type ExitCode } from './command-error.ts'
export { systemError } from './system-error.ts'
